"""Pages travel compressed to who accepts it; the API keeps its strong ETags, downloads their bytes."""

from __future__ import annotations

import gzip

from tests.api.conftest import world
from tests.api.world import World

__all__ = ["world"]
ACCEPTS = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_who_accepts_it_and_only_then(world: World) -> None:
    client = world.caller(world.manager).client
    plain, served = client.get("/o/north/projects/"), client.get("/o/north/projects/", headers=ACCEPTS)
    assert "Content-Encoding" not in plain.headers
    assert served.headers["Content-Encoding"] == "gzip"
    assert len(served.content) < len(plain.content) / 3
    assert b"P-1" in gzip.decompress(served.content)
    assert "Accept-Encoding" in served.headers["Vary"]


def test_the_api_keeps_the_etag_that_a_write_repeats(world: World) -> None:
    caller = world.caller(world.manager)
    read = caller.get(f"projects/{world.project.pk}/", **ACCEPTS)
    assert "Content-Encoding" not in read.headers
    etag = {"If-Match": read.headers["ETag"], **ACCEPTS}
    assert caller.patch(f"projects/{world.project.pk}/", {"purpose": "x" * 500}, **etag).status_code == 200


def test_a_file_comes_as_it_is(world: World) -> None:
    answer = world.caller(world.manager).client.get("/o/north/projects/?format=csv", headers=ACCEPTS)
    assert "Content-Encoding" not in answer.headers
    assert b"P-1" in (answer.getvalue() if answer.streaming else answer.content)
