"""Writes the logs of the demo's company day by day: what came up, what was done about it, what was closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, system_actor
from pmo_site.pages.demo.chronicle import Entry, Phase, entries
from pmo_site.pages.demo.course import MILLION, Plan
from pmo_site.pages.demo.sayings import (
    ACTIONS,
    DECISIONS,
    ISSUES,
    RISKS,
    TURNS,
    UNDECIDED,
    DecisionText,
    IssueText,
    RiskText,
)
from pmo_site.pages.services.demo_diary import Dated, diary_change, diary_date, diary_store
from pmo_site.pages.services.demo_logs import demo_logs_load
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.numbering import next_number
from projects.domain.project import GovernanceTier
from projects.models import Project
from support_office.models import Action, Decision, Issue, Risk
from support_office.models.log import LogEntry
from support_office.models.log_choices import Source
from support_office.selectors.schedules import Clock
from support_office.services.action import action_settle
from support_office.services.entries import LETTERS
from support_office.services.issue import issue_settle
from support_office.services.risk import risk_settle

FIRST_LOGS = -70
"""The day on which the logs of the first projects begin."""
NOON, BEFORE_DUE = time(12), timedelta(days=14)
EVERY, LIFE = {"risk": 47, "issue": 41, "action": 33, "decision": 68}, {"risk": 64, "issue": 33, "action": 24}

STATES: dict[str, dict[Phase, str]] = {
    "risk": {Phase.OPEN: "open", Phase.IN_HAND: "responding", Phase.CLOSED: "closed"},
    "issue": {Phase.OPEN: "open", Phase.IN_HAND: "acting", Phase.CLOSED: "closed"},
    "action": {Phase.OPEN: "open", Phase.IN_HAND: "doing", Phase.CLOSED: "done"},
}
CHANGED: dict[str, tuple[str, ...]] = {
    "risk": ("state", "probability", "impact", "score", "zone", "live_score", "expected_loss", "trend", "closed_on",
             "live_due_on"),
    "issue": ("state", "progress", "confirmed_on", "live_due_on"),
    "action": ("state", "done_on", "live_due_on"),
}  # fmt: skip
"""What an entry's next phase may change."""


@dataclass(slots=True)
class _Kept:
    """One entry of the story with the record that stands for it."""

    plan: Plan
    entry: Entry
    record: Any
    phase: Phase
    text: RiskText | IssueText | None = None


@dataclass(slots=True)
class StoryLogs:
    """The logs of all projects as the days go by."""

    at: Clock
    people: Mapping[str, Person]
    projects: Mapping[int, Project]
    plans: Sequence[Plan]
    kept: dict[tuple[str, int, int], _Kept] = field(default_factory=dict)
    new: list[Dated] = field(default_factory=list)
    changed: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    has_first: bool = False

    def live(self, offset: int) -> None:
        """Write what came up, went on and was closed by a day."""
        if offset >= FIRST_LOGS and not self.has_first:
            self._first_logs()
        for plan in self.plans:
            if plan.number in self.projects:
                for name in LIFE:
                    self._log(plan, name, offset)
                self._decisions(plan, offset)
                self._undecided(plan, offset)
        diary_store(self.new)
        for name, rows in self.changed.items():
            diary_change(rows, CHANGED[name], at=self._moment(offset))
        self.new.clear()
        self.changed.clear()

    def _first_logs(self) -> None:
        """The logs of the first projects, dated to the days on which their entries came up."""
        self.has_first = True
        first = [self.projects[number] for number in range(1, 7)]
        demo_logs_load(text=str, projects=first, people=self.people, today=self.at.today)
        rows = [row for kind in (Risk, Issue, Action) for row in kind.objects.filter(project__in=first)]
        diary_date((row, self._moment_of(_came_up_on(row, self.at.today))) for row in rows)

    def _moment_of(self, day: date) -> datetime:
        return min(datetime.combine(day, NOON, self.at.zone), self.at.now)

    def _moment(self, offset: int) -> datetime:
        return self._moment_of(self._day(offset))

    def _day(self, offset: int) -> date:
        return self.at.today + timedelta(days=offset)

    def _actor(self, offset: int) -> Actor:
        return system_actor(require_organization_id(), "demo", frozenset(), today=self._day(offset))

    def _log(self, plan: Plan, name: str, offset: int) -> None:
        if name == "risk" and plan.tier is GovernanceTier.LIGHT and plan.number % 2:
            return
        for entry in entries(plan, every=EVERY[name], life=LIFE[name]):
            key, phase = (name, plan.number, entry.place), entry.phase(offset)
            if phase is Phase.AHEAD:
                continue
            kept = self.kept.get(key)
            if kept is None:
                self.kept[key] = self._came_up(plan, name, entry, phase)
            elif kept.phase is not phase:
                kept.phase = phase
                self._go_on(name, kept)
                self.changed[name].append(kept.record)

    def _came_up(self, plan: Plan, name: str, entry: Entry, phase: Phase) -> _Kept:
        make = {"risk": self._risk, "issue": self._issue, "action": self._action}[name]
        kept = make(plan, entry, phase)
        self._go_on(name, kept)
        self._store(name, kept.record, self._moment(entry.raised))
        return kept

    def _store(self, name: str, record: LogEntry, at: datetime) -> None:
        record.number = next_number(name)
        record.code = f"{LETTERS[name]}-{record.number:03d}"
        self.new.append((record, at))

    def _words(self, plan: Plan, text: str) -> str:
        words = plan.words
        return text.format(thing=words.thing, partner=words.partner, users=words.users)

    def _said(self, plan: Plan, entry: Entry, title: str) -> dict[str, Any]:
        return {
            "project": self.projects[plan.number],
            "title": self._words(plan, title),
            "owner": self.people[plan.manager],
            "due_on": self._day(entry.due),
        }

    def _risk(self, plan: Plan, entry: Entry, phase: Phase) -> _Kept:
        texts = RISKS[plan.way]
        text = texts[(plan.number + entry.place) % len(texts)]
        budget = plan.budgets[-1][1] if plan.budgets else 0
        share = Decimal("0.09") if plan.slack is not None else Decimal("0.03")
        risk = Risk(
            **self._said(plan, entry, text.title),
            cause=self._words(plan, text.cause),
            effect=self._words(plan, text.effect),
            kind="opportunity" if text.strategy == "share" else "threat",
            raised_by=self.people[plan.manager],
            raised_on=self._day(entry.raised),
            inherent_probability=text.found[0],
            inherent_impact=text.found[1],
            target_probability=max(1, text.later[0] - 1),
            target_impact=text.later[1],
            loss_amount=(budget * share).quantize(Decimal(1)) * MILLION if budget else None,
            strategy=text.strategy,
            response=self._words(plan, text.response),
        )
        return _Kept(plan, entry, risk, phase, text)

    def _issue(self, plan: Plan, entry: Entry, phase: Phase) -> _Kept:
        texts = ISSUES[plan.way]
        text = texts[(plan.number + entry.place) % len(texts)]
        return _Kept(plan, entry, self._issue_row(plan, entry, text), phase, text)

    def _issue_row(self, plan: Plan, entry: Entry, text: IssueText) -> Issue:
        return Issue(
            **self._said(plan, entry, text.title),
            description=self._words(plan, text.description),
            category=text.category,
            priority=text.priority,
            raised_by=self.people[plan.manager],
            raised_on=self._day(entry.raised),
        )

    def _action(self, plan: Plan, entry: Entry, phase: Phase) -> _Kept:
        title = ACTIONS[(plan.number + entry.place) % len(ACTIONS)]
        action = Action(**self._said(plan, entry, title), source=Source.MEETING)
        return _Kept(plan, entry, action, phase)

    def _go_on(self, name: str, kept: _Kept) -> None:
        """Bring a record to its phase."""
        record, phase, day = kept.record, kept.phase, kept.entry.closed
        actor = self._actor(kept.entry.raised if day is None or phase is not Phase.CLOSED else day)
        record.state = STATES[name][phase]
        if isinstance(kept.text, RiskText):
            self._rate(kept, kept.text, actor)
        elif isinstance(kept.text, IssueText):
            if phase is not Phase.OPEN:
                record.progress = self._words(kept.plan, kept.text.progress)
            issue_settle(record, actor)
        else:
            action_settle(record, actor)

    def _rate(self, kept: _Kept, text: RiskText, actor: Actor) -> None:
        """Rate a risk: the response brings it down, except where the logs slide."""
        record, before = kept.record, kept.record.score
        rated = text.found if kept.phase is Phase.OPEN else text.later
        if kept.plan.slack is not None and kept.phase is Phase.IN_HAND:
            rated = (min(5, text.found[0] + 1), text.found[1])
        record.probability, record.impact = rated
        risk_settle(record, actor, score_before=before)

    def _decisions(self, plan: Plan, offset: int) -> None:
        for entry in entries(plan, every=EVERY["decision"], life=1):
            key = ("decision", plan.number, entry.place)
            if entry.raised <= offset and key not in self.kept:
                text = DECISIONS[(plan.number + entry.place) % len(DECISIONS)]
                self.kept[key] = _Kept(plan, entry, self._decision(plan, text, entry.raised), Phase.CLOSED)
        for told, status in plan.turns:
            key = ("turn", plan.number, told)
            if told <= offset and key not in self.kept:
                text = TURNS[str(status)]
                self.kept[key] = _Kept(plan, Entry(0, told, told, told), self._decision(plan, text, told), Phase.CLOSED)

    def _decision(self, plan: Plan, text: DecisionText, told: int) -> Decision:
        decision = Decision(
            project=self.projects[plan.number],
            title=self._words(plan, text.title),
            subject=text.subject,
            reason=self._words(plan, text.reason),
            decided_on=self._day(told),
            decided_by=self.people[plan.sponsor],
        )
        self.new.append((decision, self._moment(told)))
        return decision

    def _undecided(self, plan: Plan, offset: int) -> None:
        """What waits for a decision of the board."""
        key = ("undecided", plan.number, 0)
        if plan.undecided is None or plan.undecided > offset or key in self.kept:
            return
        entry = Entry(0, plan.undecided, 12, None)
        issue = self._issue_row(plan, entry, UNDECIDED)
        issue.needs_decision, issue.asked_on, issue.state = True, self._day(plan.undecided), "acting"
        issue.progress = self._words(plan, UNDECIDED.progress)
        issue_settle(issue, self._actor(plan.undecided))
        self._store("issue", issue, self._moment(plan.undecided))
        self.kept[key] = _Kept(plan, entry, issue, Phase.IN_HAND, UNDECIDED)


def _came_up_on(entry: LogEntry, today: date) -> date:
    """The day on which an entry was written down; an action tells none, but was asked for in time."""
    raised: date | None = getattr(entry, "raised_on", None)
    return raised or (entry.due_on or today) - BEFORE_DUE
