"""Writes the status reports of the demo's company: each on its due day, from what was known of the project then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from pmo_site.accounts.models import Person
from pmo_site.kernel.evidence import Level
from pmo_site.pages.demo.course import Plan, plan_on
from pmo_site.pages.demo.sayings import ACHIEVED, ASKS, CHEERFUL, COSTLY, NEXT, ON_PLAN, SLIPPING
from pmo_site.pages.services.demo_diary import diary_date, diary_store
from pmo_site.pages.services.demo_reports import DemoReports
from pmo_site.tenancy.numbering import next_number
from portfolio.models import ProjectHealth
from projects.models import Project
from support_office.domain.report import DECLARABLE, DECLARED_DIMENSIONS, ReportState
from support_office.domain.reporting import CADENCE_OF_TIER, Cadence, Rhythm, due_days, nominal_days, period_until
from support_office.models import AskAnswer, ReportSchedule, StatusReport
from support_office.selectors.figures import report_figures
from support_office.selectors.schedules import Clock

LAST_DUE = -6
"""The due day of most projects: next week's comes up tomorrow."""
OLDEST = {Cadence.WEEKLY: -132, Cadence.BIWEEKLY: -188, Cadence.MONTHLY: -195}
WARM_UP = {Cadence.WEEKLY: 8, Cadence.BIWEEKLY: 15, Cadence.MONTHLY: 24}
"""Days after its start before which a project reports nothing."""
IN_TIME, NEXT_DAY, ACCEPTED_AT = time(15, 42), time(11, 5), time(11, 40)
FIRST_SCHEDULED = -60
LATE_EVERY = 9
"""One report in so many comes a day late."""


@dataclass(slots=True)
class StoryReports:
    """Who reports when, and what was reported so far."""

    at: Clock
    people: Mapping[str, Person]
    projects: Mapping[int, Project]
    plans: Sequence[Plan]
    due: dict[int, list[date]] = field(default_factory=dict)
    rhythms: dict[int, Rhythm] = field(default_factory=dict)
    until: dict[int, date] = field(default_factory=dict)
    scheduled: set[int] = field(default_factory=set)
    first: DemoReports = field(init=False)

    def __post_init__(self) -> None:
        """Know every due day from the beginning."""
        first = [self.projects[number] for number in range(1, 7)]
        self.first = DemoReports(str, self.people, first, self.at)
        began = datetime.combine(self._day(FIRST_SCHEDULED), NEXT_DAY, self.at.zone)
        diary_date((schedule, began) for schedule in self.first.schedules_store())
        for plan in self.plans:
            rhythm = self._rhythm(plan)
            if rhythm is not None:
                self.rhythms[plan.number] = rhythm
                last = self._day(min([0, plan.finish, *(day - 1 for day, _ in plan.turns)]))
                days = due_days(rhythm, self.at.calendar)
                self.due[plan.number] = list(takewhile(last.__gt__, days))

    def days(self) -> Iterator[int]:
        """The days on which anybody reports."""
        for days in (*self.due.values(), *self.first.due.values()):
            yield from ((day - self.at.today).days for day in days)

    def write(self, offset: int) -> None:
        """Write the reports that were due on a day."""
        day = self._day(offset)
        diary_date((report, report.submitted_at or self.at.now) for report in self.first.write_due(day))
        for plan in self.plans:
            if plan.number in self.projects and day in self.due.get(plan.number, ()):
                self._report(plan, self.due[plan.number], self.due[plan.number].index(day))

    def schedule(self) -> None:
        """Set when the projects report that are new in the list; of work that is long over nothing is asked."""
        told = {number + 1 for number in self.first.due} | self.scheduled
        for number, project in self.projects.items():
            if number not in told:
                self.scheduled.add(number)
                silent = Rhythm(Cadence.NONE, project.baseline_start or self.at.today)
                self._schedule(project, self.rhythms.get(number, silent))

    def _rhythm(self, plan: Plan) -> Rhythm | None:
        cadence = Cadence(CADENCE_OF_TIER[plan.tier])
        first = max(plan.start + WARM_UP[cadence], OLDEST[cadence])
        if first >= LAST_DUE or plan.finish <= OLDEST[cadence] + 60:
            return None
        nominal = self._day(LAST_DUE - (7 if cadence is Cadence.BIWEEKLY and plan.number % 2 else 0))
        if cadence is Cadence.BIWEEKLY:
            first += (LAST_DUE - (plan.number % 2) * 7 - first) % 14
        rhythm = Rhythm(cadence, self._day(first), weekday=nominal.weekday(), month_day=nominal.day)
        return replace(rhythm, first_due=next(nominal_days(rhythm)))

    def _schedule(self, project: Project, rhythm: Rhythm) -> None:
        schedule = ReportSchedule(
            id=project.pk, project=project, version=2, cadence=rhythm.cadence, weekday=rhythm.weekday,
            month_day=rhythm.month_day, due_time=rhythm.due_time, first_due=rhythm.first_due,
        )  # fmt: skip
        diary_store([(schedule, self._moment(rhythm.first_due - timedelta(days=10), NEXT_DAY))])

    def _report(self, plan: Plan, days: list[date], place: int) -> None:
        """One report, unless it was never written."""
        back, due = len(days) - 1 - place, days[place]
        if back in plan.silent:
            return
        project, rhythm = self.projects[plan.number], self.rhythms[plan.number]
        period = period_until(rhythm, due, reported_until=self.until.get(plan.number))
        is_late = (plan.number + place) % LATE_EVERY == 0
        submitted = self._moment(due + timedelta(days=is_late), NEXT_DAY if is_late else IN_TIME)
        report = StatusReport(
            project=project,
            number=next_number(f"report:{project.pk.hex}"),
            period_from=period.starts_on,
            period_to=period.ends_on,
            due_at=datetime.combine(due, rhythm.due_time, self.at.zone),
            figures=report_figures(project, since=period.starts_on, as_of=due),
            state=ReportState.SUBMITTED,
            submitted_at=submitted,
            prepared_by=self.people[plan.manager],
            submitted_by=self.people[plan.manager],
        )
        if back or not plan.waiting:
            report.state, report.accepted_by = ReportState.ACCEPTED, self.people["pmo-expert"]
            report.accepted_at = self._moment(due + timedelta(days=1), ACCEPTED_AT)
        self._fill(report, plan, place, (due - self.at.today).days)
        answered = self._asks(report, plan, back)
        diary_store([(report, submitted)])
        if answered:
            self._answer(report, due)
        self.until[plan.number] = due

    def _fill(self, report: StatusReport, plan: Plan, place: int, offset: int) -> None:
        """What the manager declares and says, from the light of that day; a cheerful one sees only green."""
        health = ProjectHealth.objects.filter(project=report.project, day__lte=report.period_to).order_by(
            "-day", "-computed_at"
        )[0]
        report.overall = _declared(health.overall, plan)
        report.declared = {
            name.value: {"level": _declared(health.dimensions[name.value]["level"], plan), "comment": ""}
            for name in DECLARED_DIMENSIONS
            if health.dimensions[name.value]["level"] in DECLARABLE
        }
        state = plan_on(plan, offset)
        ahead = next((stone for stone in state.stones if stone.actual is None), state.stones[-1])
        late = max(0, ahead.forecast - ahead.baseline)
        said: tuple[str, ...] = ON_PLAN
        if plan.cheerful:
            said = CHEERFUL
        elif late:
            said = SLIPPING
        elif health.dimensions["cost"]["level"] in {Level.AMBER, Level.RED}:
            said = COSTLY
        words: dict[str, Any] = {"thing": plan.words.thing, "partner": plan.words.partner, "users": plan.words.users}
        words |= {"stone": ahead.name, "days": late, "percent": state.percent}
        turn = plan.number + place
        report.summary = said[turn % len(said)].format(**words)
        report.achievements = ACHIEVED[turn % len(ACHIEVED)].format(**words)
        report.next_steps = NEXT[turn % len(NEXT)].format(**words)

    def _asks(self, report: StatusReport, plan: Plan, back: int) -> bool:
        """Ask the board in the newest report, and in one long ago that was answered; whether it was."""
        if plan.number not in ASKS or back not in {0, 5}:
            return False
        report.ask_text, report.ask_recommendation, days = ASKS[plan.number]
        report.ask_due_on = self._day(days) if back == 0 else report.period_to + timedelta(days=10)
        return back != 0

    def _answer(self, report: StatusReport, due: date) -> None:
        at = self._moment(due + timedelta(days=6), ACCEPTED_AT)
        diary_store([(AskAnswer(report=report, answered_by=self.people["executive"], answered_at=at), at)])

    def _day(self, offset: int) -> date:
        return self.at.today + timedelta(days=offset)

    def _moment(self, day: date, hour: time) -> datetime:
        return min(datetime.combine(day, hour, self.at.zone), self.at.now)


def _declared(level: str, plan: Plan) -> str:
    """What a manager makes of a light: what cannot be judged is taken for green."""
    return "green" if plan.cheerful or level not in DECLARABLE else level
