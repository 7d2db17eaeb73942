"""Who owes which report, who is reminded, what reporting says about health."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.roles import ProjectRole
from pmo_site.kernel.conflicts import StaleError
from pmo_site.kernel.evidence import Dimension, Level
from pmo_site.notifications.models import Notice
from pmo_site.resources.evidence import gather
from portfolio.services.health import health_compute_project
from projects.models import Project, ProjectMember
from support_office.domain.report import ReportState
from support_office.domain.reporting import Cadence, Standing
from support_office.models import ReportReminder, ReportSchedule, StatusReport
from support_office.selectors.declared import declarations
from support_office.selectors.owed import TO_ACCEPT, OwedFilter, counts, narrowed, owed_rows
from support_office.selectors.schedules import obligation_of, organization_clock, schedule_of
from support_office.services.reminders import reports_remind, reports_remind_daily
from support_office.services.report import report_accept
from support_office.services.schedule import schedule_set
from tests.projects.cast import Cast
from tests.sheets import csv_lines


def test_missing_and_late_reports_come_first_and_counts_equal_rows(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        rows = owed_rows(actor)
        order = [row.owed.standing for row in rows]
        assert order == sorted(order, key=list(Standing).index)
        assert [row.project.code for row in rows][:2] == ["P-2603", "P-2602"]
        for name, count in counts(rows):
            assert count == len(narrowed(rows, name))
        assert dict(counts(rows)) == {"missing": 1, "late": 1, "open": 2, TO_ACCEPT: 1}


def test_an_overdue_report_is_never_shown_as_on_track(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        late = next(row for row in owed_rows(actor) if row.project.code == "P-2602")
        assert late.last is not None
        assert (late.last.overall, late.declared) == ("green", None)
    page = cast.client("pmo-manager").get(cast.address("reports/?standing=late")).content.decode()
    row = page[page.index("<tbody>") :]
    assert "Not reported" in row
    assert "On track" not in row


def test_the_page_shows_the_rows_that_its_tab_counts(cast: Cast) -> None:
    client = cast.client("pmo-manager")
    for tab in client.get(cast.address("reports/")).context["tabs"]:
        shown = client.get(cast.address("reports/") + tab.url).context["rows"]
        assert len(shown) == tab.count


def test_the_file_holds_the_lines_of_its_tab_and_calls_no_silence_on_track(cast: Cast) -> None:
    client = cast.client("pmo-manager")
    lines = csv_lines(client, cast.address("reports/?format=csv"))
    assert [line["Code"] for line in lines][:2] == ["P-2603", "P-2602"]
    late = csv_lines(client, cast.address("reports/?standing=late&format=csv"))
    assert [(line["Code"], line["Declared"]) for line in late] == [("P-2602", "")]
    assert late[0]["Last report"]
    assert {line["Code"] for line in csv_lines(cast.client("pm"), cast.address("reports/?format=csv"))} == {
        "P-2601",
        "P-2604",
    }


def test_the_reports_of_a_project_are_a_file_of_what_its_reader_may_read(cast: Cast) -> None:
    address = cast.address(f"projects/{cast.project('P-2602').pk}/reports/")
    client = cast.client("pmo-manager")
    shown = client.get(address).context["reports"]
    lines = csv_lines(client, f"{address}?format=csv")
    assert [line["Report"] for line in lines] == [report.title for report in shown] != []
    assert lines[0]["Declared"] == "On track"
    assert cast.client("pm").get(f"{address}?format=csv").status_code == 404


def test_a_manager_sees_their_own_projects_alone_and_reminds_nobody(cast: Cast) -> None:
    page = cast.client("pm").get(cast.address("reports/"))
    assert {row.project.code for row in page.context["rows"]} == {"P-2601", "P-2604"}
    assert "remind/" not in page.content.decode()
    assert cast.client("pm").post(cast.address("reports/remind/")).status_code == 403
    with cast.acting("pm") as actor, pytest.raises(PermissionDenied):
        reports_remind(actor=actor)
    with cast.acting("pmo-manager"):
        assert not ReportReminder.objects.exists()


def test_the_list_is_narrowed_by_name(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        assert [row.project.code for row in owed_rows(actor, OwedFilter(search="海外"))] == ["P-2602"]


def test_one_click_reminds_every_overdue_manager_once_per_period(cast: Cast) -> None:
    client = cast.client("pmo-administrator")
    first = client.post(cast.address("reports/remind/"), follow=True).content.decode()
    again = client.post(cast.address("reports/remind/"), follow=True).content.decode()
    assert "2 reminders were sent." in first
    assert "0 reminders were sent. 2 managers had been reminded of this period before." in again
    with cast.acting("pmo-manager"):
        assert ReportReminder.objects.count() == 2


def test_a_reminder_leads_straight_into_the_filled_report(cast: Cast) -> None:
    project = cast.project("P-2602")
    cast.client("pmo-manager").post(cast.address(f"projects/{project.pk}/reports/remind/"))
    client = cast.client("pm-other")
    page = client.get(cast.address("inbox/")).content.decode()
    assert "the PMO asks for the status report due on" in page
    with cast.acting("pm-other"):
        notice = Notice.objects.get(kind="support_office.report_asked")
        assert notice.route == "support_office:new"
    assert client.get(cast.address(f"projects/{project.pk}/reports/new/")).context["form"].initial["summary"]
    assert "support_office.report_asked" not in str(cast.client("pm").get(cast.address("inbox/")).content)


def test_a_single_reminder_goes_to_one_manager(cast: Cast) -> None:
    project = cast.project("P-2602")
    cast.client("pmo-manager").post(cast.address(f"projects/{project.pk}/reports/remind/"))
    with cast.acting("pmo-manager"):
        assert [row.project_id for row in ReportReminder.objects.all()] == [project.pk]


def test_a_project_without_a_manager_is_told_of_and_reminds_nobody(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        ProjectMember.objects.filter(project__code="P-2603", role=ProjectRole.PROJECT_MANAGER).delete()
        found = reports_remind(actor=actor)
        assert (found.sent, found.without_manager) == (1, 1)


def test_the_daily_reminders_go_out_once_a_day_to_who_is_due_soon_or_late(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        run = reports_remind_daily(day=actor.today)
        assert run is not None
        kinds = dict(ReportReminder.objects.values_list("project__code", "kind"))
        assert (kinds["P-2602"], kinds["P-2603"]) == ("late", "late")
        count = ReportReminder.objects.count()
        assert run.outcome["sent"] == count
        reports_remind_daily(day=actor.today + timedelta(days=1))
        assert ReportReminder.objects.count() == count


def test_a_project_on_hold_or_without_a_cadence_owes_nothing(cast: Cast) -> None:
    project = cast.project("P-2603")
    with cast.acting("pmo-manager") as actor:
        Project.objects.filter(pk=project.pk).update(status="on_hold")
        assert project.code not in {row.project.code for row in owed_rows(actor)}
        Project.objects.filter(pk=project.pk).update(status="active")
        ReportSchedule.objects.filter(project=project).update(cadence=Cadence.NONE)
        assert project.code not in {row.project.code for row in owed_rows(actor)}


def test_the_manager_and_support_set_when_a_project_reports(cast: Cast) -> None:
    project = cast.project()
    for key in ("lead", "assistant", "sponsor", "stakeholder"):
        with cast.acting(key) as actor, pytest.raises(PermissionDenied):
            schedule_set(actor=actor, project=project, version=2, values={"cadence": Cadence.MONTHLY})
    with cast.acting("pso") as actor:
        assert schedule_set(actor=actor, project=project, version=2, values={"weekday": 4}).weekday == 4
    with cast.acting("pm") as actor:
        changed = schedule_set(actor=actor, project=project, version=3, values={"cadence": Cadence.MONTHLY})
        assert (changed.cadence, changed.version) == (Cadence.MONTHLY, 4)


def test_the_first_schedule_takes_the_place_of_the_default_and_a_second_first_one_is_stale(cast: Cast) -> None:
    project = cast.project("P-2605")
    with cast.acting("pmo-manager") as actor:
        default = schedule_of(project)
        assert (default.version, default.cadence) == (1, Cadence.MONTHLY)
        schedule_set(actor=actor, project=project, version=1, values={"cadence": Cadence.WEEKLY})
        with pytest.raises(StaleError):
            schedule_set(actor=actor, project=project, version=1, values={"cadence": Cadence.NONE})
        assert schedule_of(project).cadence == Cadence.WEEKLY


def test_a_stale_schedule_shows_both_versions(cast: Cast) -> None:
    client, address = cast.client("pm"), cast.address(f"projects/{cast.project().pk}/reports/schedule/")
    form = client.get(address).context["form"]
    mine = {name: str(form[name].value()) for name in form.fields} | {
        "first_due": form["first_due"].value().isoformat()
    }
    mine["due_time"] = "17:00"
    assert client.post(address, mine | {"cadence": "monthly"}).status_code == 302
    conflict = client.post(address, mine | {"cadence": "none"})
    assert conflict.status_code == 409
    assert "Monthly" in conflict.content.decode()


def test_due_days_follow_the_organizations_own_days_off(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager"):
        owed = obligation_of(project, organization_clock())
        assert owed is not None
        OrganizationSettings.objects.update(own_holidays=[owed.period.ends_on])
        moved = obligation_of(project, organization_clock())
        assert moved is not None
        assert moved.period.ends_on > owed.period.ends_on


def test_the_age_of_the_last_accepted_report_judges_the_reporting(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        levels = {}
        for code in ("P-2601", "P-2602", "P-2603"):
            snapshot = health_compute_project(project_id=cast.project(code).pk, day=actor.today)
            assert snapshot is not None
            levels[code] = snapshot.dimensions[Dimension.REPORTING]["level"]
        accepted = StatusReport.objects.get(project=cast.project("P-2602")).accepted_at
        assert accepted is not None
        age = (actor.today - accepted.astimezone(organization_clock().zone).date()).days
        expected = Level.GREEN if age <= 7 else Level.AMBER
        assert levels == {"P-2601": Level.GREEN, "P-2602": expected, "P-2603": Level.RED}


def test_an_age_is_told_as_of_its_day(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as actor:
        facts = {}
        for back in (0, 3):
            day = actor.today - timedelta(days=back)
            found = [each for each in gather(day, project.pk)[project.pk] if each.code == "report_age"]
            facts[back] = (found[0].numbers["age_days"], found[0].numbers["cadence_days"])
        assert facts[0][0] is not None
        assert facts[0][1] == 7
        assert facts[3] != facts[0]


def test_what_waits_for_acceptance_makes_no_report_young(cast: Cast) -> None:
    project = cast.project("P-2604")
    with cast.acting("pmo-expert") as actor:
        waiting = StatusReport.objects.get(project=project)
        assert waiting.state == ReportState.SUBMITTED
        before = [each for each in gather(actor.today, project.pk)[project.pk] if each.code == "report_age"]
        report_accept(actor=actor, report=waiting, version=waiting.version)
        now = [each for each in gather(actor.today, project.pk)[project.pk] if each.code == "report_age"]
        assert [each.basis for each in (*before, *now)] == ["never", "accepted"]
        assert now[0].numbers["age_days"] == 0


def test_declared_levels_are_those_of_the_last_report_handed_in_by_a_day(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        ids = list(Project.objects.get_queryset().values_list("pk", flat=True))
        now = {each.project: each for each in declarations(actor.today, ids)}
        first, waiting = now[cast.project().pk], now[cast.project("P-2604").pk]
        assert (first.overall, first.dimensions[Dimension.SCHEDULE]) == (Level.AMBER, Level.RED)
        assert waiting.overall is Level.GREEN
        assert cast.project("P-2603").pk not in now
        earlier = {each.project: each for each in declarations(first.declared_on - timedelta(days=1), ids)}
        assert earlier[cast.project().pk].declared_on < first.declared_on
        assert all(each.since <= each.declared_on for each in now.values())
