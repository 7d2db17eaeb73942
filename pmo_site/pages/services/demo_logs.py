"""Loads the demo's logs: risks with their answers, what occurred, what is done about it, what waits for triage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, system_actor
from pmo_site.pages.demo.logs import ACTIONS, ISSUES, RAISED, RISKS, DemoAction, DemoIssue, DemoRaised, DemoRisk
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.numbering import next_number
from projects.models import Project
from support_office.models import Action, Issue, Risk
from support_office.models.log import LogEntry
from support_office.models.log_choices import Source
from support_office.services.action import action_settle
from support_office.services.entries import LETTERS
from support_office.services.issue import issue_settle
from support_office.services.risk import risk_settle

Entry = TypeVar("Entry", bound=LogEntry)


@dataclass(frozen=True, slots=True)
class _Teller:
    """What every entry of one organization is written with."""

    text: Callable[[str], str]
    projects: Sequence[Project]
    people: Mapping[str, Person]
    actor: Actor

    def day(self, offset: int) -> date:
        """A day as the demo tells it."""
        return self.actor.today + timedelta(days=offset)


def demo_logs_load(
    *, text: Callable[[str], str], projects: Sequence[Project], people: Mapping[str, Person], today: date
) -> None:
    """Store the logs of the demo."""
    actor = system_actor(require_organization_id(), "demo", frozenset(), today=today)
    teller = _Teller(text, projects, people, actor)
    risks = [_risk(teller, facts) for facts in RISKS]
    issues = [_issue(teller, facts, risks) for facts in ISSUES]
    for facts in ACTIONS:
        _action(teller, facts, risks, issues)
    for raised in RAISED:
        _raised(teller, raised)


def _risk(teller: _Teller, facts: DemoRisk) -> Risk:
    risk = Risk(
        project=teller.projects[facts.project],
        title=teller.text(facts.title),
        cause=teller.text(facts.cause),
        effect=teller.text(facts.effect),
        kind=facts.kind,
        strategy=facts.strategy,
        response=teller.text(facts.response) if facts.response else "",
        state=facts.state,
        trend=facts.trend,
        owner=teller.people[facts.owner],
        due_on=teller.day(facts.due),
        loss_amount=facts.loss_amount,
        raised_by=teller.people["pm"],
        raised_on=teller.day(-70),
    )
    risk.trigger_on, risk.trigger_until = (None if each is None else teller.day(each) for each in facts.window)
    for prefix, (probability, impact) in (("inherent_", facts.before), ("", facts.now), ("target_", facts.target)):
        setattr(risk, f"{prefix}probability", probability)
        setattr(risk, f"{prefix}impact", impact)
    risk_settle(risk, teller.actor, score_before=facts.now[0] * facts.now[1])
    return _stored(risk)


def _issue(teller: _Teller, facts: DemoIssue, risks: Sequence[Risk]) -> Issue:
    issue = Issue(
        project=teller.projects[facts.project],
        title=teller.text(facts.title),
        description=teller.text(facts.description),
        category=facts.category,
        priority=facts.priority,
        owner=teller.people[facts.owner],
        due_on=teller.day(facts.due),
        state=facts.state,
        progress=teller.text(facts.progress) if facts.progress else "",
        needs_decision=facts.asked is not None,
        asked_on=None if facts.asked is None else teller.day(facts.asked),
        raised_by=teller.people["member"],
        raised_on=teller.day(facts.entered),
        risk=None if facts.of_risk is None else risks[facts.of_risk],
    )
    issue_settle(issue, teller.actor)
    return _stored(issue)


def _action(teller: _Teller, facts: DemoAction, risks: Sequence[Risk], issues: Sequence[Issue]) -> Action:
    of_risk, of_issue = facts.of_risk is not None, facts.of_issue is not None
    action = Action(
        project=teller.projects[facts.project],
        title=teller.text(facts.title),
        owner=teller.people[facts.owner],
        due_on=teller.day(facts.due),
        state=facts.state,
        result=teller.text(facts.result) if facts.result else "",
        source=Source.RISK if of_risk else Source.ISSUE if of_issue else Source.MEETING,
        risk=None if facts.of_risk is None else risks[facts.of_risk],
        issue=None if facts.of_issue is None else issues[facts.of_issue],
    )
    action_settle(action, teller.actor)
    return _stored(action)


def _raised(teller: _Teller, facts: DemoRaised) -> None:
    happens = teller.text(facts.happens)
    said = {
        "project": teller.projects[facts.project],
        "title": teller.text(facts.title),
        "effect": teller.text(facts.concern),
        "state": "raised",
        "raised_by": teller.people[facts.by],
        "raised_on": teller.day(-facts.days_ago),
    }
    entry: LogEntry = Risk(cause=happens, **said) if facts.kind == "risk" else Issue(description=happens, **said)
    entry.settle()
    _stored(entry)


def _stored(entry: Entry) -> Entry:
    name = str(entry._meta.model_name)
    entry.number = next_number(name)
    entry.code = f"{LETTERS[name]}-{entry.number:03d}"
    entry.save(force_insert=True)
    return entry
