"""A second kind goes the same way: milestones, by their project's code and their name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pmo_site.audit.history import history_of
from pmo_site.exchange.kinds import import_kind, import_kinds, register_import_kind
from pmo_site.exchange.models import ImportState, Outcome
from pmo_site.exchange.selectors import report_rows
from projects.imports import MILESTONES
from projects.models import Milestone
from tests.exchange.bring import applied, brought, counts, undone
from tests.projects.cast import Cast

HEADER = "プロジェクトコード,マイルストーン,予定日,見込日,実績日,重み\n"
FIRST = HEADER + "P-2601,検収,2026-12-01,2026-12-10,,2\nP-2601,開業,2027-01-15,,,\n"


def test_both_kinds_are_offered_and_each_key_is_declared_once(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        assert {kind.key for kind in import_kinds(actor)} >= {"projects", "milestones"}
    with cast.acting("pm") as actor:
        assert import_kinds(actor) == []
    assert import_kind("milestones") is MILESTONES
    with pytest.raises(ValueError, match="milestones"):
        register_import_kind(MILESTONES)


def test_milestones_are_created_updated_and_undone(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        first = applied(actor, brought(actor, FIRST.encode(), MILESTONES))
        assert counts(first) == [2, 0, 0, 0]
        stone = Milestone.objects.get(name="検収")
        assert (stone.baseline_on, stone.forecast_on) == (date(2026, 12, 1), date(2026, 12, 10))
        assert (stone.weight, str(stone.project.code)) == (Decimal(2), "P-2601")
        second = applied(actor, brought(actor, (HEADER + "P-2601,検収,,2026-12-20,,\n").encode(), MILESTONES))
        assert counts(second) == [0, 1, 0, 0]
        assert report_rows(second, Outcome.UPDATED) == [[2, "P-2601", [["forecast_on", "2026-12-10", "2026-12-20"]]]]
        assert undone(actor, second).state == ImportState.UNDONE
        stone.refresh_from_db()
        assert (stone.forecast_on, stone.version) == (date(2026, 12, 10), 3)
        assert len(history_of(stone)) == 3


def test_undoing_deletes_the_milestones_that_were_new_and_they_can_come_again(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        run = undone(actor, applied(actor, brought(actor, FIRST.encode(), MILESTONES)))
        assert run.report["undone"] == 2
        assert not Milestone.objects.filter(name__in=["検収", "開業"]).exists()
        assert counts(applied(actor, brought(actor, FIRST.encode(), MILESTONES))) == [2, 0, 0, 0]


def test_rows_without_their_project_and_of_one_key_are_told(cast: Cast) -> None:
    text = FIRST + "X-404,検収,,,,\nP-2601,検収,,,,\nP-2601,未来,,,2199-01-01,\nP-2601,負,,,,-1\n"
    with cast.acting("pmo-manager") as actor:
        run = brought(actor, text.encode(), MILESTONES)
        assert [row[:3] for row in report_rows(run, Outcome.REJECTED)] == [
            [4, "プロジェクトコード", "unknown_project"],
            [5, "マイルストーン", "key_twice"],
            [6, "実績日", "actual_in_future"],
            [7, "重み", "negative"],
        ]
