"""J02: Valkey is killed, and frozen, while people write; writing goes on, and each write has its effect once."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from faults import books
from faults.load import Answer, Load, Person
from faults.stage import WORKERS, Stage, wait_until
from faults.told import told
from faults.verdicts import Finding, p95

RATE, _QUICK_RATE = 20, 8
_SETTLE_SECONDS = 60
_SERVED = 201
_AROUND_SECONDS = 2


@dataclass(slots=True)
class Away:
    """One way in which the broker is away, and what was seen of it."""

    way: str
    seconds: int
    rate: int
    workers: list[int]
    answers: list[Answer] = field(default_factory=list)
    readiness: list[str] = field(default_factory=list)
    back_at: float = 0.0

    @property
    def did(self) -> str:
        """The fault in words."""
        return f"Valkey {self.way} for {self.seconds} s during up to {self.rate} writes/s over HTTP"


def run(stage: Stage, *, quick: bool) -> Iterator[Finding]:
    """Once as a killed broker, once as one that takes everything and answers nothing."""
    rate = _QUICK_RATE if quick else RATE
    for way, seconds in (("killed", 5 if quick else 10), ("frozen", 12 if quick else 60)):
        away = Away(way, seconds, rate, _pids(stage))
        _play(stage, away)
        yield _felt(away)
        yield _kept(stage, away)


def _pids(stage: Stage) -> list[int]:
    return [stage.programs[name].pid for name in WORKERS]


def _play(stage: Stage, away: Away) -> None:
    person = Person(stage.port, "hokuto", "pmo-manager")
    person.sign_in()
    with Load(away.rate, lambda number: person.create_project(f"J02 {away.way} {number}")) as load:
        time.sleep(_AROUND_SECONDS)
        stage.freeze_broker(signal.SIGKILL if away.way == "killed" else signal.SIGSTOP)
        away.readiness = _watch(person, away.seconds)
        if away.way == "killed":
            stage.servers.valkey.start()
        else:
            stage.freeze_broker(signal.SIGCONT)
        away.back_at = time.monotonic()
        time.sleep(_AROUND_SECONDS)
    away.answers = load.answers


def _watch(person: Person, seconds: int) -> list[str]:
    """What /readyz says, every second."""
    deadline, seen = time.monotonic() + seconds, []
    while time.monotonic() < deadline:
        answer = person.send("GET", "/readyz")
        seen.append(f"{answer.status} {json.loads(answer.body or b'{}').get('status')}")
        time.sleep(1)
    return seen


def _felt(away: Away) -> Finding:
    statuses, ready = sorted({answer.status for answer in away.answers}), sorted(set(away.readiness))
    slowest = p95([answer.seconds for answer in away.answers])
    return Finding(
        "J02",
        away.did,
        "writes go on: every answer 201, p95 < 1 s; /readyz says degraded (200)",
        f"{len(away.answers)} writes, answers {statuses}, p95 {slowest * 1000:.0f} ms; readyz {ready}",
        statuses == [_SERVED] and slowest < 1 and "200 degraded" in ready and set(ready) <= {"200 degraded", "200 ok"},
    )


def _kept(stage: Stage, away: Away) -> Finding:
    company = books.organization_id("hokuto")
    settled = wait_until(lambda: not books.open_events(), seconds=_SETTLE_SECONDS)
    took = time.monotonic() - away.back_at
    written = books.projects_by_name(company, [each.mark for each in away.answers if each.status == _SERVED])
    stored = [project for projects in written.values() for project in projects]
    tally, same = books.assessments(company, stored), away.workers == _pids(stage)
    return Finding(
        "J02",
        f"{away.did}; then it came back",
        f"each acknowledged write has one job and one effect within {_SETTLE_SECONDS} s; workers not restarted",
        f"{len(written)} acknowledged, {len(stored)} stored; {told(tally)}; {took:.0f} s; "
        f"{'the same' if same else 'other'} workers",
        settled and same and len(written) == len(stored) == tally[1, 1, 1],
    )
