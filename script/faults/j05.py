"""J05: a deployment ends the workers while one job runs and ten wait; none is lost, none is doubled."""

from __future__ import annotations

from collections.abc import Iterator

from faults import books
from faults.stage import WORKERS, Stage, wait_until
from faults.verdicts import Finding

_GRACE_SECONDS = 60
"""The grace of docker-compose.yml."""


def run(stage: Stage, *, quick: bool) -> Iterator[Finding]:
    """SIGTERM both workers, start the next version beside, wait for everything."""
    seconds = 6 if quick else 20
    company = books.organization_id("hokuto")
    slow = books.want(company, "chaos.slow", mark="j05-slow", seconds=seconds)
    wait_until(lambda: books.job(company, slow).steps_done > 0, seconds=60)
    marks = [f"j05-{number}" for number in range(10)]
    for mark in marks:
        books.want(company, "chaos.count", mark=mark, milliseconds=500)
    took = stage.end(*WORKERS)
    stage.start(*WORKERS)
    wait_until(lambda: books.effects(company, [*marks, "j05-slow"])[1] == len(marks) + 1, seconds=120)
    found, running = books.effects(company, [*marks, "j05-slow"]), books.job(company, slow)
    yield Finding(
        "J05",
        f"SIGTERM to both workers with a {seconds} s job running and 10 queued, then new workers",
        f"they end within {_GRACE_SECONDS} s, nothing is lost, nothing doubled",
        f"ended after {took:.0f} s; effects: {found[1]} once, {found[0]} lost, {11 - found[0] - found[1]} doubled; "
        f"the running job: {running.state}, {running.attempts} tries",
        took <= _GRACE_SECONDS and found[1] == len(marks) + 1,
    )
