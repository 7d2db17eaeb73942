"""Loads the demo's reports: a project that reports well, one that is late, one that is silent, one to accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from pmo_site.accounts.models import Person
from pmo_site.pages.demo.reports import REPORTING, DemoReport, DemoReporting
from pmo_site.tenancy.numbering import next_number
from portfolio.services.health import health_compute_project
from projects.models import Project
from support_office.domain.report import ReportState
from support_office.domain.reporting import Rhythm, due_days, period_until
from support_office.models import ReportSchedule, StatusReport
from support_office.selectors.figures import report_figures
from support_office.selectors.schedules import Clock, organization_clock
from support_office.services.schedule import FIELDS

HOURS_TO_ACCEPT = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class _Teller:
    """What every report of one organization is written with."""

    text: Callable[[str], str]
    people: Mapping[str, Person]
    at: Clock


def demo_reports_load(*, text: Callable[[str], str], projects: Sequence[Project], people: Mapping[str, Person]) -> None:
    """Store schedules and reports of the demo, each judged and written as of its own due day."""
    teller = _Teller(text, people, organization_clock())
    for facts in REPORTING:
        project = projects[facts.project]
        first = teller.at.today + timedelta(days=facts.first_due)
        rhythm = Rhythm(facts.cadence, first, weekday=first.weekday(), month_day=first.day)
        values = {name: getattr(rhythm, name) for name in FIELDS}
        ReportSchedule.objects.create(id=project.pk, project=project, version=2, **values)
        _write(teller, project, facts, rhythm)


def _write(teller: _Teller, project: Project, facts: DemoReporting, rhythm: Rhythm) -> None:
    until: date | None = None
    days = islice(due_days(rhythm, teller.at.calendar), len(facts.reports))
    for number, (told, due) in enumerate(zip(facts.reports, days, strict=True), start=1):
        health_compute_project(project_id=project.pk, day=due)
        period = period_until(rhythm, due, reported_until=until)
        report = StatusReport(
            project=project,
            number=number,
            period_from=period.starts_on,
            period_to=period.ends_on,
            due_at=datetime.combine(due, rhythm.due_time, teller.at.zone),
            figures=report_figures(project, since=period.starts_on, as_of=due),
        )
        _fill(teller, report, told)
        submitted = datetime.combine(due, time(15, 42), teller.at.zone)
        report.state, report.submitted_at = told.state, submitted
        report.prepared_by = report.submitted_by = teller.people[facts.manager]
        if told.state is ReportState.ACCEPTED:
            report.accepted_by, report.accepted_at = teller.people["pmo-expert"], submitted + HOURS_TO_ACCEPT
        report.save(force_insert=True)
        next_number(f"report:{project.pk.hex}")
        until = due


def _fill(teller: _Teller, report: StatusReport, told: DemoReport) -> None:
    """The words of a report, as the organization writes them."""
    report.summary, report.overall = teller.text(told.summary), told.overall
    report.achievements, report.next_steps = teller.text(told.achievements), teller.text(told.next_steps)
    report.declared = {name: {"level": level, "comment": note} for name, (level, note) in told.declared.items()}
    if told.ask:
        ask, recommendation, days = told.ask
        report.ask_text, report.ask_recommendation = teller.text(ask), teller.text(recommendation)
        report.ask_due_on = report.period_to + timedelta(days=days)
