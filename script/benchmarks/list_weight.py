"""Goal: the HTML of a list of 50 rows is at most 45 KB as it is served, that is compressed.

It asks the real addresses as a browser does, on servers and a migrated database of its own.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ground import imported, site

if TYPE_CHECKING:
    from django.test import Client

ROWS = 50
GOAL_KB = 45


def run() -> Iterator[str]:
    """The list of projects in both languages, for who may change everything on it."""
    with site():
        yield from _figures()


def _figures() -> Iterator[str]:
    api = imported("tests.api.world")
    world = api.make_world()
    api.more_projects(world, ROWS)
    for language in ("ja", "en"):
        client = imported("django.test").Client()
        client.force_login(world.manager.user, backend=api.BACKEND)
        client.cookies["django_language"] = language
        yield _weight(client, "/o/north/projects/", language)


def _weight(client: Client, address: str, language: str) -> str:
    plain = client.get(address)
    served = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    how = served.headers.get("Content-Encoding", "")
    size = len(served.content) if how else len(gzip.compress(plain.content, 6))
    rows = plain.content.count(b"<tr") - plain.content.count(b"<thead")
    verdict = "within" if size <= GOAL_KB * 1024 else "ABOVE"
    return (
        f"{address} ({language}, {rows} rows): {len(plain.content) / 1024:6.1f} KB,"
        f" served {how or 'uncompressed (gzip'} {size / 1024:5.1f} KB{'' if how else ')'} ({verdict} {GOAL_KB} KB)"
    )
