"""Imports through their services: every row accounted for, all or nothing, once, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import Actor
from pmo_site.exchange.guessing import Choice
from pmo_site.exchange.models import ImportEffect, ImportMapping, ImportRun, ImportState, Outcome
from pmo_site.exchange.selectors import report_rows
from pmo_site.exchange.services.runs import import_ask, import_ask_undo, import_check, import_run
from pmo_site.exchange.services.uploads import import_upload
from pmo_site.exchange.tables import TableError
from pmo_site.exchange.tasks import run_import
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel.conflicts import RuleError
from projects.imports import PROJECTS
from projects.models import Project
from projects.services.project import project_archive, project_revise
from tests.projects.cast import Cast
from tests.shared_data import shared_path

DAY = date(2026, 11, 1)
HEADER = "案件番号,案件名,所管部署,予算（千円）,完了見込日,状態\n"
FIRST = HEADER + "P-1,窓口,新設課,1200,令和9年3月31日,進行中\nP-2,受付,新設課,,,\n"
SECOND = HEADER + "P-1,窓口改修,新設課,1500,,\nP-2,受付,新設課,,,\nP-3,新規,,,,\n"


def brought(actor: Actor, text: str, **told: bool | str) -> ImportRun:
    """Upload and check with what was guessed."""
    run = import_upload(actor=actor, kind=PROJECTS, file_name="list.csv", content=text.encode())
    return import_check(actor=actor, run=run, choice=run.choice, as_of=DAY, **told)  # type: ignore[arg-type]  # what a test tells


def applied(actor: Actor, run: ImportRun) -> ImportRun:
    import_ask(actor=actor, run=run)
    import_run(actor=actor, run_id=run.pk)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> list[int]:
    return [run.report["counts"][name] for name in ("created", "updated", "unchanged", "rejected")]


def undone(actor: Actor, run: ImportRun) -> ImportRun:
    import_ask_undo(actor=actor, run=run)
    import_run(actor=actor, run_id=run.pk)
    run.refresh_from_db()
    return run


def test_a_check_stores_no_project_and_tells_every_row(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        before = Project.objects.count(), Department.objects.count()
        run = brought(actor, FIRST)
        assert counts(run) == [2, 0, 0, 0]
        assert run.report["also"] == ["新設課"]
        assert (Project.objects.count(), Department.objects.count()) == before


def test_an_import_creates_then_updates_by_key_and_an_empty_cell_never_erases(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        assert counts(applied(actor, brought(actor, FIRST))) == [2, 0, 0, 0]
        project = Project.objects.get(code="P-1")
        assert (project.latest_budget, project.forecast_finish) == (Decimal(1_200_000), date(2027, 3, 31))
        assert project.data_as_of == DAY
        run = applied(actor, brought(actor, SECOND))
        assert counts(run) == [1, 1, 1, 0]
        changes = [change for change in report_rows(run, Outcome.UPDATED)[0][2] if change[0] != "folded_name"]
        assert changes == [["name", "窓口", "窓口改修"], ["latest_budget", "1200000.00", "1500000.00"]]
        project.refresh_from_db()
        assert (project.name, project.forecast_finish, project.version) == ("窓口改修", date(2027, 3, 31), 2)
        assert counts(brought(actor, SECOND)) == [0, 0, 3, 0]


def test_a_run_asked_for_twice_or_delivered_twice_has_one_effect(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        run = applied(actor, brought(actor, FIRST))
        with pytest.raises(RuleError):
            import_ask(actor=actor, run=run)
        import_run(actor=actor, run_id=run.pk)
        assert ImportEffect.objects.filter(run=run).count() == 2
        assert Project.objects.get(code="P-1").version == 1


def test_the_task_acts_with_the_rights_that_the_member_holds_now(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        run = import_ask(actor=actor, run=brought(actor, FIRST))
    event = OutboxEvent.objects.get(task="exchange.run_import")
    assert event.arguments == {"run_id": str(run.pk), "user_id": str(actor.user_id)}
    run_import(str(actor.organization_id), run_id=str(run.pk), user_id=str(cast.user("pm").pk))
    with cast.acting("pmo-manager"):
        run.refresh_from_db()
        assert (run.state, run.report["failure"]) == (ImportState.FAILED, "no_rights")
        assert not Project.objects.filter(code="P-1").exists()


def test_the_task_run_twice_applies_once_and_asks_for_health_as_of_the_lists_day(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        run = import_ask(actor=actor, run=brought(actor, FIRST))
    for _ in range(2):
        run_import(str(actor.organization_id), run_id=str(run.pk), user_id=str(actor.user_id))
    asked = [event.arguments["day"] for event in OutboxEvent.objects.filter(task="portfolio.compute_health_for")]
    assert asked == [DAY.isoformat()]
    with cast.acting("pmo-manager"):
        assert ImportRun.objects.get().state == ImportState.DONE


def test_one_rejected_row_and_nothing_is_stored_unless_the_reader_leaves_it_out(cast: Cast) -> None:
    bad = FIRST + "P-9,,新設課,abc,2026-02-30,踊り中\nP-1,重複,,,,\n"
    with cast.acting("pmo-manager") as actor:
        run = brought(actor, bad)
        assert [row[:3] for row in report_rows(run, Outcome.REJECTED)] == [
            [4, "案件名", "required"],
            [4, "予算（千円）", "not_a_number"],
            [4, "完了見込日", "no_such_day"],
            [4, "状態", "unknown_word"],
            [5, "案件番号", "key_twice"],
        ]
        with pytest.raises(RuleError):
            import_ask(actor=actor, run=run)
        assert not Project.objects.filter(code="P-1").exists()
        run = import_check(actor=actor, run=run, choice=run.choice, as_of=DAY, skips_rejected=True)
        assert counts(applied(actor, run)) == [2, 0, 0, 5]
        assert Project.objects.filter(code__in=["P-1", "P-2", "P-9"]).count() == 2


@pytest.mark.parametrize("line", ["合　計,,300", ",合計,300", ",,TOTAL", "Grand Total,,300", "計,計,計"])
def test_a_line_of_totals_is_told_as_one_and_can_be_left_out(cast: Cast, line: str) -> None:
    with cast.acting("pmo-manager") as actor:
        text = f"code,name,latest budget\nN-1,合計システム,100\nN-2,Total,200\n{line}\n"
        run = applied(actor, brought(actor, text, skips_rejected=True))
        assert [row[::2] for row in report_rows(run, Outcome.REJECTED)] == [[4, "totals"]]
        assert set(Project.objects.filter(code__startswith="N-").values_list("name", flat=True)) == {
            "合計システム",
            "Total",
        }


def test_a_row_that_breaks_a_rule_of_projects_is_rejected_at_its_column(cast: Cast) -> None:
    text = "コード,名称,基準開始日,基準完了日,開始日\nP-1,a,2026-05-01,2026-04-01,\nP-2,b,,,2199-01-01\n"
    with cast.acting("pmo-manager") as actor:
        assert [row[:3] for row in report_rows(brought(actor, text), Outcome.REJECTED)] == [
            [2, "基準完了日", "finish_before_start"],
            [3, "開始日", "actual_in_future"],
        ]


def test_undoing_restores_what_was_changed_and_puts_away_what_was_created(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        applied(actor, brought(actor, FIRST))
        run = undone(actor, applied(actor, brought(actor, SECOND)))
        assert (run.state, run.report["undone"], report_rows(run, Outcome.KEPT)) == (ImportState.UNDONE, 2, [])
        project = Project.objects.get(code="P-1")
        assert (project.name, project.latest_budget, project.version) == ("窓口", Decimal(1_200_000), 3)
        assert Project.objects.get(code="P-3").archived_at is not None


def test_what_changed_since_is_left_alone_and_told(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        run = applied(actor, brought(actor, FIRST))
        project = Project.objects.get(code="P-1")
        project_revise(actor=actor, project=project, version=1, values={"purpose": "edited since"})
        run = undone(actor, run)
        assert (run.report["undone"], report_rows(run, Outcome.KEPT)) == (1, [[2, "P-1"]])
        assert Project.objects.get(code="P-1").archived_at is None


def test_an_undone_import_can_come_again_and_brings_its_projects_back(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        undone(actor, applied(actor, brought(actor, FIRST)))
        run = applied(actor, brought(actor, FIRST))
        assert counts(run) == [0, 2, 0, 0]
        assert Project.objects.current().filter(code__in=["P-1", "P-2"]).count() == 2
        undone(actor, run)
        assert not Project.objects.current().filter(code__in=["P-1", "P-2"]).exists()


def test_a_mapping_is_remembered_under_its_name_for_the_same_header(cast: Cast) -> None:
    text = "No,Thing,Note\nX-1,one,hello\n"
    targets = {"No": "code", "Thing": "name"}
    with cast.acting("pmo-manager") as actor:
        run = import_upload(actor=actor, kind=PROJECTS, file_name="a.csv", content=text.encode())
        choice = Choice(targets, "USD")
        import_check(actor=actor, run=run, choice=choice, as_of=DAY, remember_as="mine")
        again = import_upload(
            actor=actor, kind=PROJECTS, file_name="b.csv", content=text.replace("hello", "x").encode()
        )
        assert again.choice == choice
        assert ImportMapping.objects.get().name == "mine"


@pytest.mark.parametrize(
    ("targets", "codes"),
    [({"案件名": "name"}, ["no_key"]), ({"案件番号": "code", "案件名": "code"}, ["chosen_twice", "chosen_twice"])],
)
def test_columns_that_cannot_be_taken_are_refused(cast: Cast, targets: dict[str, str], codes: Sequence[str]) -> None:
    with cast.acting("pmo-manager") as actor:
        run = import_upload(actor=actor, kind=PROJECTS, file_name="a.csv", content=FIRST.encode())
        with pytest.raises(RuleError) as refused:
            import_check(actor=actor, run=run, choice=Choice(targets), as_of=DAY)
        assert [problem.code for problem in refused.value.problems] == codes


def test_who_may_not_import_or_not_change_money_is_refused(cast: Cast) -> None:
    with cast.acting("pm") as actor, pytest.raises(PermissionDenied):
        import_upload(actor=actor, kind=PROJECTS, file_name="a.csv", content=FIRST.encode())
    with cast.acting("pmo-manager") as actor:
        with pytest.raises(TableError):
            import_upload(actor=actor, kind=PROJECTS, file_name="a.csv", content=b"")
        run = import_upload(actor=actor, kind=PROJECTS, file_name="a.csv", content=FIRST.encode())
        poor = actor.__class__(**{**{name: getattr(actor, name) for name in actor.__slots__}, "everywhere": frozenset(
            right for right in actor.everywhere if right != "money.change")})  # fmt: skip
        with pytest.raises(PermissionDenied):
            import_check(actor=poor, run=run, choice=run.choice, as_of=DAY)


def test_of_many_rows_exactly_the_bad_ones_are_told(cast: Cast) -> None:
    bad = set(range(40, 2000, 53))
    lines = [f"P-{n},name {n},{'2026-02-30' if n in bad else '2026-02-28'}" for n in range(2, 2002)]
    with cast.acting("pmo-manager") as actor:
        run = brought(actor, "code,name,due\n" + "\n".join(lines), skips_rejected=True)
        assert len(bad) == 37
        assert {row[0] for row in report_rows(run, Outcome.REJECTED)} == bad
        assert counts(applied(actor, run)) == [1963, 0, 0, 37]


def test_the_real_lists_give_what_is_published_in_any_order_and_again(cast: Cast) -> None:
    paths = [shared_path("data", "portfolio", f"gc-it-projects-{name}.csv") for name in ("2022", "combined")]
    if paths[0] is None or paths[1] is None:
        pytest.skip("../shared/data is not present")
    with cast.acting("pmo-manager") as actor:
        before = Department.objects.count()
        found = []
        for path in (paths[0], paths[1], paths[0], paths[1]):
            run = import_upload(actor=actor, kind=PROJECTS, file_name=path.name, content=path.read_bytes())
            run = import_check(actor=actor, run=run, choice=run.choice, as_of=DAY)
            found.append(counts(applied(actor, run)))
            if len(found) == 1:
                mine = Project.objects.filter(currency="CAD")
                assert Department.objects.count() - before == 47
                assert mine.filter(latest_budget__isnull=True).count() == 14
                known = [each.latest_budget for each in mine if each.latest_budget is not None]
                assert sum(known) == Decimal(7_023_336_948)
                assert not mine.exclude(data_as_of=date(2022, 4, 25)).exists()
        assert found[0] == [495, 0, 0, 0]
        assert found[1][0] == 631
        assert found[1][1] + found[1][2] == 495
        assert found[2] == [0, 0, 495, 0]
        assert found[3] == [0, 0, 1126, 0]


def test_a_list_changes_no_archived_project_and_says_so(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        applied(actor, brought(actor, FIRST))
        project = Project.objects.get(code="P-1")
        project_archive(actor=actor, project=project, version=project.version)
        assert report_rows(brought(actor, FIRST), Outcome.REJECTED) == [], "a row that changes nothing is no fault"
        rejected = report_rows(brought(actor, SECOND), Outcome.REJECTED)
        assert [row[1:3] for row in rejected] == [["案件番号", "archived"]]
        assert Project.objects.get(code="P-1").version == project.version + 1
