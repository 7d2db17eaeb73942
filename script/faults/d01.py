"""D01: PostgreSQL is restarted under load, fast and immediate; only its absence is felt, and nothing is lost."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator

from faults import books
from faults.load import Answer, Load, Person
from faults.stage import Stage, wait_until
from faults.told import told
from faults.verdicts import Finding

RATE = 50
_QUICK_RATE = 10
_WRITES_EACH = 5
_NORMAL_SECONDS = 5
_DONE = 201
_SERVED = (200, 201)
_AWAY = 503
_HANG_SECONDS = 10


def run(stage: Stage, *, quick: bool) -> Iterator[Finding]:
    """Both ways to stop."""
    for way, sign in (("fast", signal.SIGINT), ("immediate", signal.SIGQUIT)):
        yield from _case(stage, way, sign, rate=_QUICK_RATE if quick else RATE, away=3 if quick else 5)


def _case(stage: Stage, way: str, sign: signal.Signals, *, rate: int, away: int) -> Iterator[Finding]:
    person = Person(stage.port, "hokuto", "pmo-manager")
    person.sign_in()

    def request(number: int) -> Answer:
        return person.list_projects() if number % _WRITES_EACH else person.create_project(f"D01 {way} {number}")

    with Load(rate, request) as load:
        time.sleep(3)
        books.hang_up()
        stopped = time.time()
        stage.stop_database(sign)
        time.sleep(away)
        starts = threading.Thread(target=stage.servers.postgresql.start)
        starts.start()
        wait_until(books.reachable, seconds=60, pause=0.1)
        accepted = time.time()
        starts.join()
        time.sleep(_NORMAL_SECONDS + 4)
    yield _felt(way, load.answers, stopped, accepted, rate)
    yield _kept(way, load.answers)


def _felt(way: str, answers: list[Answer], stopped: float, accepted: float, rate: int) -> Finding:
    """Answers are sorted by when they came: before the stop, until things must be normal, and after."""
    normal_at = accepted + _NORMAL_SECONDS
    ended = [(answer, answer.sent_at + answer.seconds) for answer in answers]
    early = [answer for answer, end in ended if end < stopped and answer.status not in _SERVED]
    refused = [answer for answer, end in ended if stopped <= end <= normal_at and answer.status not in _SERVED]
    late = [answer for answer, end in ended if end > normal_at]
    wrong = [answer for answer in refused if answer.status != _AWAY or not answer.retry_after]
    again = min((end - accepted for answer, end in ended if end > accepted and answer.status in _SERVED), default=999.0)
    late_refused = sum(answer.status not in _SERVED for answer in late)
    slowest = max((answer.seconds for answer in answers), default=0.0)
    seen = (
        f"{len(answers)} requests, {len(refused)} refused, {len(wrong)} of them wrongly",
        f"{sorted({answer.status for answer in (*wrong, *early)})}; served again after {again:.1f} s",
        f"{late_refused} of {len(late)} refused later; slowest {slowest:.1f} s",
    )
    good = bool(late) and not (early or wrong or late_refused) and again <= _NORMAL_SECONDS and slowest < _HANG_SECONDS
    return Finding(
        "D01",
        f"PostgreSQL away {accepted - stopped:.1f} s ({way} stop) under up to {rate} requests/s, a fifth are writes",
        f"503 with Retry-After meanwhile, no 500, no hang (< {_HANG_SECONDS} s); normal {_NORMAL_SECONDS} s after",
        ", ".join(seen),
        good,
    )


def _kept(way: str, answers: list[Answer]) -> Finding:
    """The client's log against SQL."""
    company = books.organization_id("hokuto")
    acknowledged = [answer.mark for answer in answers if answer.mark and answer.status == _DONE]
    written = books.projects_by_name(company, acknowledged)
    lost = [name for name, projects in written.items() if not projects]
    doubled = [name for name, projects in written.items() if len(projects) > 1]
    settled = wait_until(lambda: not books.open_events(), seconds=120)
    tally = books.assessments(company, [project for projects in written.values() for project in projects])
    return Finding(
        "D01",
        f"the client's log of writes against SQL after the {way} restart",
        "no acknowledged write lost or doubled, the job of each done",
        f"{len(acknowledged)} acknowledged, {len(lost)} lost, {len(doubled)} doubled; {told(tally)}",
        bool(acknowledged) and not lost and not doubled and settled and set(tally) == {(1, 1, 1)},
    )
