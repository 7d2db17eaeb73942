"""J01: workers are killed at random while 200 jobs wait; every job is done, and done once."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

from faults import books
from faults.stage import WORKERS, Stage, wait_until
from faults.verdicts import Finding
from pmo_site.local import processes

_EVERY_SECONDS = 3
_CALM_SECONDS = 300


def run(stage: Stage, *, quick: bool) -> Iterator[Finding]:
    """Ask for everything at once, kill for a minute, then wait for calm."""
    count, seconds, length = (60, 20, 400) if quick else (200, 60, 600)
    company = books.organization_id("hokuto")
    marks = [f"j01-{number}" for number in range(count)]
    for mark in marks:
        books.want(company, "chaos.count", mark=mark, milliseconds=length)
    kills = _kill_for(stage, seconds)
    calm = time.monotonic()
    wait_until(
        lambda: not any(books.states(company, "chaos.count")[state] for state in ("queued", "running")),
        seconds=_CALM_SECONDS,
    )
    took = time.monotonic() - calm
    found, states = books.effects(company, marks), books.states(company, "chaos.count")
    yield Finding(
        "J01",
        f"{count} jobs; {kills} SIGKILLs of worker children, parents and whole workers, every {_EVERY_SECONDS} s",
        f"all {count} done within {_CALM_SECONDS} s of calm, each effect once",
        f"{states['done']} done, {states['failed']} dead; effects: {found[1]} once, {found[0]} lost, "
        f"{count - found[0] - found[1]} doubled; {took:.0f} s after the last kill",
        found[1] == count == states["done"],
    )


def _kill_for(stage: Stage, seconds: int) -> int:
    """Kill a child, a parent alone, or a whole worker; what lost its parent is started again as a supervisor does."""
    deadline, kills = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        time.sleep(_EVERY_SECONDS)
        name = stage.chance.choice(WORKERS)
        way, children = stage.chance.choice(("child", "child", "parent", "worker")), stage.children(name)
        if way == "child" and children:
            processes.send(stage.chance.choice(children), signal.SIGKILL)
        elif way == "parent":
            stage.programs[name].kill()
            stage.programs[name].wait()
            stage.start(name)
        else:
            stage.kill(name)
            stage.start(name)
        kills += 1
    return kills
