"""Loads the demo's reports: a project that reports well, one that is late, one that is silent, one to accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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


def demo_reports_load(*, text: Callable[[str], str], projects: Sequence[Project], people: Mapping[str, Person]) -> None:
    """Store schedules and reports of the demo, each judged and written as of its own due day."""
    reports = DemoReports(text, people, projects, organization_clock())
    reports.schedules_store()
    for day in sorted({day for days in reports.due.values() for day in days}):
        reports.write_due(day)


@dataclass(slots=True)
class DemoReports:
    """The reports of one organization: what they are written with, and the due days of those to be written."""

    text: Callable[[str], str]
    people: Mapping[str, Person]
    projects: Sequence[Project]
    at: Clock
    due: dict[int, list[date]] = field(init=False)

    def __post_init__(self) -> None:
        """Know every due day from the beginning."""
        self.due = {
            facts.project: list(islice(due_days(self._rhythm(facts), self.at.calendar), len(facts.reports)))
            for facts in REPORTING
        }

    def schedules_store(self) -> list[ReportSchedule]:
        """Store when the projects report."""
        found = []
        for facts in REPORTING:
            project, rhythm = self.projects[facts.project], self._rhythm(facts)
            values = {name: getattr(rhythm, name) for name in FIELDS}
            found.append(ReportSchedule.objects.create(id=project.pk, project=project, version=2, **values))
        return found

    def write_due(self, day: date) -> list[StatusReport]:
        """Write the reports that were due on a day."""
        return [
            self._write(facts, place, told, due)
            for facts in REPORTING
            for place, (told, due) in enumerate(zip(facts.reports, self.due[facts.project], strict=True))
            if due == day
        ]

    def _rhythm(self, facts: DemoReporting) -> Rhythm:
        first = self.at.today + timedelta(days=facts.first_due)
        return Rhythm(facts.cadence, first, weekday=first.weekday(), month_day=first.day)

    def _write(self, facts: DemoReporting, place: int, told: DemoReport, due: date) -> StatusReport:
        project, rhythm = self.projects[facts.project], self._rhythm(facts)
        health_compute_project(project_id=project.pk, day=due)
        until = self.due[facts.project][place - 1] if place else None
        period = period_until(rhythm, due, reported_until=until)
        report = StatusReport(
            project=project,
            number=place + 1,
            period_from=period.starts_on,
            period_to=period.ends_on,
            due_at=datetime.combine(due, rhythm.due_time, self.at.zone),
            figures=report_figures(project, since=period.starts_on, as_of=due),
        )
        self._fill(report, told)
        submitted = datetime.combine(due, time(15, 42), self.at.zone)
        report.state, report.submitted_at = told.state, submitted
        report.prepared_by = report.submitted_by = self.people[facts.manager]
        if told.state is ReportState.ACCEPTED:
            report.accepted_by, report.accepted_at = self.people["pmo-expert"], submitted + HOURS_TO_ACCEPT
        report.save(force_insert=True)
        next_number(f"report:{project.pk.hex}")
        return report

    def _fill(self, report: StatusReport, told: DemoReport) -> None:
        """The words of a report, as the organization writes them."""
        report.summary, report.overall = self.text(told.summary), told.overall
        report.achievements, report.next_steps = self.text(told.achievements), self.text(told.next_steps)
        report.declared = {name: {"level": level, "comment": note} for name, (level, note) in told.declared.items()}
        if told.ask:
            ask, recommendation, days = told.ask
            report.ask_text, report.ask_recommendation = self.text(ask), self.text(recommendation)
            report.ask_due_on = report.period_to + timedelta(days=days)
