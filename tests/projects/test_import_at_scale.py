"""Fifty thousand rows: every bad one is told, the others go in, and nothing grows with them that need not."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from pmo_site.exchange.models import ImportEffect, ImportReportPage, ImportRun, ImportState, Outcome
from pmo_site.exchange.reasons import ROW_WORDS
from pmo_site.exchange.selectors import PAGE_ROWS, report_rows
from projects.models import Project
from tests.exchange.bring import applied, brought, counts, undone, worked
from tests.projects.cast import Cast

ROWS = 50_000
BAD = range(1_007, ROWS, 1_349)
"""Places of the bad rows; a row's number in the file is two more, for the header stands in row 1."""
WRONG = (("完了見込日", "2026-02-30", "no_such_day"), ("予算", "abc", "not_a_number"), ("案件名", "", "required"))
GROWTH = 400 * 1024
"""Kilobytes by which the whole way may swell the process."""

pytestmark = pytest.mark.timeout(600)


def lines(rows: int) -> Iterator[str]:
    yield "案件番号,案件名,所管部署,予算,完了見込日"
    for place in range(rows):
        cells = {"案件名": f"案件 {place}", "予算": f"{place}000円", "完了見込日": "2027-03-31"}
        if place in BAD:
            column, wrong, _code = WRONG[BAD.index(place) % len(WRONG)]
            cells[column] = wrong
        yield f"S-{place},{cells['案件名']},部署{place % 40},{cells['予算']},{cells['完了見込日']}"


def expected() -> list[list[object]]:
    return [[place + 2, *WRONG[number % len(WRONG)][::2]] for number, place in enumerate(BAD)]


def rejected(run: ImportRun) -> list[list[object]]:
    return [row[:3] for row in report_rows(run, Outcome.REJECTED)]


@pytest.mark.fault("F04")
def test_exactly_the_bad_rows_of_fifty_thousand_are_told_and_the_others_stored(cast: Cast) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with cast.acting("pmo-manager") as actor:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # as wide as a worker's
        projects = Project.objects.count()
        run = brought(actor, "\n".join(lines(ROWS)).encode(), skips_rejected=True)
        assert (len(BAD), run.state) == (37, ImportState.CHECKED)
        assert rejected(run) == expected()
        assert counts(run) == [49_963, 0, 0, 37]
        run = applied(actor, run)
        assert (run.state, counts(run)) == (ImportState.DONE, [49_963, 0, 0, 37])
        assert Project.objects.count() == projects + 49_963
        assert_light(cast.client("pmo-manager"), cast.address(f"import/{run.pk}/?show=created&page=250"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


def test_a_long_import_again_changes_nothing_and_is_undone_whole(cast: Cast) -> None:
    content = "\n".join(lines(2_500)).encode()
    with cast.acting("pmo-manager") as actor:
        projects = Project.objects.count()
        run = applied(actor, brought(actor, content, skips_rejected=True))
        assert ImportEffect.objects.filter(run=run).count() == 2_498
        again = brought(actor, content, skips_rejected=True)
        assert counts(again) == [0, 0, 2_498, 2]
        assert max(len(page.rows) for page in ImportReportPage.objects.filter(run=again)) == PAGE_ROWS
        run = undone(actor, run)
        assert (run.state, run.report["undone"]) == (ImportState.UNDONE, 2_498)
        assert Project.objects.current().count() == projects


def assert_light(client: Client, address: str) -> None:
    """A page in the middle of fifty thousand rows holds its hundred rows and no more."""
    page = client.get(address)
    assert page.status_code == 200
    assert len(page.context["lines"]) == PAGE_ROWS
    assert len(page.content) < 100_000


def test_one_bad_row_among_many_stores_nothing_at_all(cast: Cast) -> None:
    text = "code,name,due\n" + "".join(f"Z-{place},n,2027-03-31\n" for place in range(3_000)) + "Z-1,again,\n"
    with cast.acting("pmo-manager") as actor:
        run = brought(actor, text.encode(), skips_rejected=True)
        assert rejected(run) == [[3_002, "code", "key_twice"]]
        ImportRun.objects.filter(pk=run.pk).update(skips_rejected=False, state=ImportState.QUEUED)
        run = worked(actor, run)
        assert (run.state, run.report["failure"]) == (ImportState.FAILED, "has_rejected")
        assert not Project.objects.filter(code__startswith="Z-").exists()
        assert not ImportEffect.objects.filter(run=run).exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_reason_has_its_words(language: str) -> None:
    with translation.override(language):
        for code, words in ROW_WORDS.items():
            assert str(words).endswith((".", "。")), code
            assert str(words).isascii() == (language == "en"), code
