"""J03: a job that kills its process is dead after three tries, delays nobody, and can be retried once it is cured."""

from __future__ import annotations

from collections.abc import Iterator

from faults import books
from faults.load import Person
from faults.stage import Stage, wait_until
from faults.verdicts import Finding

_TRIES = 3
_DELAY_SECONDS = 5


def run(stage: Stage, *, quick: bool) -> Iterator[Finding]:
    """Poison one organization, watch it and another one."""
    hokuto, minato = books.organization_id("hokuto"), books.organization_id("minato")
    cure = stage.state / "cure"
    cure.unlink(missing_ok=True)
    poison = books.want(hokuto, "chaos.poison", cure=str(cure))
    others = [books.want(minato, "chaos.count", mark=f"j03-{number}") for number in range(5 if quick else 20)]
    wait_until(lambda: books.job(hokuto, poison).state == "failed", seconds=120)
    dead = books.job(hokuto, poison)
    yield Finding(
        "J03",
        "one job that SIGKILLs the process that runs it",
        f"dead after {_TRIES} tries, with its reason",
        f"{dead.state}, {dead.attempts} tries, reason {dead.reason!r}",
        (dead.state, dead.attempts, dead.reason) == ("failed", _TRIES, "lost"),
    )
    wait_until(lambda: all(books.job(minato, each).finished_at for each in others), seconds=120)
    rows = [books.job(minato, each) for each in others]
    slowest = max((row.finished_at - row.asked_at).total_seconds() for row in rows if row.finished_at)
    yield Finding(
        "J03",
        f"{len(others)} jobs of another organization beside it",
        f"all done, none delayed by {_DELAY_SECONDS} s",
        f"{sum(row.state == 'done' for row in rows)} done, the slowest after {slowest:.1f} s",
        all(row.state == "done" for row in rows) and slowest < _DELAY_SECONDS,
    )
    cure.touch()
    person = Person(stage.port, "hokuto", "pmo-manager")
    person.sign_in()
    answer = person.post(f"/o/hokuto/jobs/{poison}/retry/", {})
    wait_until(lambda: books.job(hokuto, poison).state == "done", seconds=60)
    again = books.job(hokuto, poison)
    yield Finding(
        "J03",
        "the cause is removed and the job retried on its page",
        "done at the first try, who retried is kept",
        f"answer {answer.status}, {again.state}, {again.attempts} tries, retried by: {again.retried_by_id or 'nobody'}",
        (again.state, again.attempts, again.retried_by_id is not None) == ("done", 1, True),
    )
