"""J04: two beats, a beat that stood still over a change of day: every period once, what was missed is made up once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from faults import books
from faults.stage import BEATS, Stage, wait_until
from faults.verdicts import Finding
from pmo_site.accounts.models import OrganizationSettings
from pmo_site.jobs.models import Job, JobRun
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant

_DAILY = "portfolio.compute_daily_health"
_PERIOD = "health.daily"
_ENDS_OF_THE_EARTH = ("Pacific/Kiritimati", "Pacific/Pago_Pago")


def run(stage: Stage, *, quick: bool) -> Iterator[Finding]:
    """Count jobs and runs of the day, then let a new day begin while no beat runs."""
    company = books.organization_id("minato")
    seconds = 8 if quick else 30
    wait_until(lambda: _counts(company)[1] > 0, seconds=60)
    time.sleep(seconds)
    jobs, runs = _counts(company)
    yield Finding(
        "J04",
        f"two beats that ask every second for {seconds} s (the product asks every 15 min)",
        "one job and one rollup for the day",
        f"{jobs} jobs, {runs} rollups",
        (jobs, runs) == (1, 1),
    )
    stage.end(*BEATS)
    day = _begin_another_day(company)
    time.sleep(seconds)
    still = _counts(company)
    stage.start(*BEATS)
    wait_until(lambda: _counts(company)[1] > runs, seconds=60)
    time.sleep(seconds / 2)
    jobs, runs = _counts(company)
    yield Finding(
        "J04",
        f"both beats stopped {seconds} s, a new day ({day}) of the organization begins meanwhile, both start",
        "nothing while they are away, then the day is made up once",
        f"{still} jobs and rollups while away, {jobs} jobs, {runs} rollups after",
        still == (1, 1) and (jobs, runs) == (2, 2),
    )
    yield Finding(
        "J04",
        "the clock jumps an hour ahead and back; DST nights",
        "each period once",
        "libfaketime is not driven here"
        if shutil.which("faketime")
        else "libfaketime is not installed on this machine; the clock was not moved",
        None,
    )


def _counts(company: UUID) -> tuple[int, int]:
    with tenant(company):
        return Job.objects.filter(handler=_DAILY).count(), JobRun.objects.filter(kind=_PERIOD).count()


def _begin_another_day(company: UUID) -> date:
    """Move the organization to a place where another day is now: days begin by its own time zone."""
    with tenant(company, history={"system": "chaos"}):
        settings = OrganizationSettings.objects.get()
        today = clock.today(settings.time_zone)
        zone = next(zone for zone in _ENDS_OF_THE_EARTH if clock.today(zone) != today)
        OrganizationSettings.objects.filter(pk=settings.pk).update(time_zone=zone)
    return clock.today(zone)
