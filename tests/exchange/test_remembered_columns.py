"""Remembered columns on their page, and uploads whose time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmo_site.exchange.models import ImportMapping, ImportRun, ImportState
from pmo_site.exchange.services.runs import import_ask, import_check
from pmo_site.exchange.tasks import forget_uploads
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError
from tests.exchange.bring import DAY, applied, brought
from tests.projects.cast import Cast
from tests.projects.conftest import cast

__all__ = ["cast"]


@pytest.fixture
def mapping(cast: Cast) -> ImportMapping:
    with cast.acting("pmo-manager") as actor:
        brought(actor, b"code,name\nX-1,one\n", remember_as="ours")
        return ImportMapping.objects.get()


def test_remembered_columns_are_renamed_deleted_and_brought_back(cast: Cast, mapping: ImportMapping) -> None:
    client, pages = cast.client("pmo-manager"), cast.address("import/columns/")
    address = f"{pages}{mapping.pk}/"
    assert "ours" in client.get(pages).content.decode()
    assert client.post(address, {"name": "theirs", "version": "1"}).status_code == 302
    stale = client.post(address, {"name": "nobody's", "version": "1"})
    assert stale.status_code == 422
    assert "Somebody else has changed this meanwhile" in stale.content.decode()
    assert client.post(f"{address}delete/").status_code == 302
    gone = client.get(pages).content.decode()
    assert f"{address}undelete/" in gone
    assert client.get(address).status_code == 404
    assert client.post(f"{address}undelete/").status_code == 302
    with cast.acting("pmo-manager"):
        back = ImportMapping.objects.get()
        assert (back.pk, back.name, back.targets) == (mapping.pk, "theirs", {"code": "code", "name": "name"})


def test_two_choices_of_one_kind_cannot_share_a_name(cast: Cast, mapping: ImportMapping) -> None:
    with cast.acting("pmo-manager") as actor:
        brought(actor, b"code,title\nX-1,one\n", remember_as="second")
    answer = cast.client("pmo-manager").post(
        cast.address(f"import/columns/{mapping.pk}/"), {"name": "second", "version": "1"}
    )
    assert answer.status_code == 422
    with cast.acting("pmo-manager"):
        assert set(ImportMapping.objects.values_list("name", flat=True)) == {"ours", "second"}


def test_rows_of_uploads_go_when_their_time_is_over_and_the_import_stays(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        done = applied(actor, brought(actor, b"code,name\nX-1,one\n"))
        waiting = brought(actor, b"code,name\nX-2,two\n")
        fresh = brought(actor, b"code,name\nX-3,three\n")
        late = clock.now() - timedelta(seconds=1)
        ImportRun.objects.filter(pk__in=[done.pk, waiting.pk]).update(expires_at=late)
    for _ in range(2):
        forget_uploads()
    with cast.acting("pmo-manager") as actor:
        kept = ImportRun.objects.filter(packed__isnull=False)
        assert [run.pk for run in kept] == [fresh.pk]
        done.refresh_from_db()
        assert (done.state, done.report["counts"]["created"]) == (ImportState.DONE, 1)
        waiting.refresh_from_db()
        with pytest.raises(RuleError):
            import_ask(actor=actor, run=waiting)
        with pytest.raises(RuleError):
            import_check(actor=actor, run=waiting, choice=waiting.choice, as_of=DAY)
    page = cast.client("pmo-manager").get(cast.address(f"import/{waiting.pk}/")).content.decode()
    assert "The rows of this file are no longer kept" in page
