"""How each part of the console stands, in numbers: one query each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from pmo_site.accounts.models import ApiToken, Denial, Invitation, OperatingModelSwitch, Person
from pmo_site.files.models import StoredFile
from pmo_site.files.selectors import bytes_used
from pmo_site.jobs.models import Job, JobRun, JobState, RunState
from pmo_site.kernel import clock

ROLLUP = "health"


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people are known, how many sign in, how many invitations wait."""

    known: int
    members: int
    invited: int


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs wait or run, and how many failed for good."""

    open: int
    failed: int


def people_count() -> PeopleCount:
    """People who are not archived, those with a present membership, open invitations."""
    people = Person.objects.filter(archived_at__isnull=True).aggregate(
        known=Count("id", distinct=True),
        members=Count("id", filter=Q(memberships__isnull=False, memberships__ended_at__isnull=True), distinct=True),
    )
    waiting = Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=clock.now()).count()
    return PeopleCount(people["known"], people["members"], waiting)


def job_count() -> JobCount:
    """Jobs that move and jobs that are dead."""
    found = Job.objects.aggregate(
        open=Count("id", filter=Q(state__in=[JobState.QUEUED, JobState.RUNNING])),
        failed=Count("id", filter=Q(state=JobState.FAILED)),
    )
    return JobCount(found["open"], found["failed"])


def last_rollup() -> datetime | None:
    """When periodic work was last done to its end."""
    found: datetime | None = JobRun.objects.filter(state=RunState.DONE).aggregate(last=Max("finished_at"))["last"]
    return found


def token_count() -> tuple[int, int]:
    """Tokens that are good, and how many of them end within 30 days."""
    now = clock.now()
    live = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=now, membership__ended_at__isnull=True)
    found = live.aggregate(all=Count("id"), soon=Count("id", filter=Q(expires_at__lt=now + timedelta(days=30))))
    return found["all"], found["soon"]


def denied_count() -> int:
    """Attempts that were refused within the last seven days."""
    return Denial.objects.filter(denied_at__gte=clock.now() - timedelta(days=7)).count()


def model_since() -> datetime | None:
    """When the operating model was last switched; None where it never was."""
    found: datetime | None = OperatingModelSwitch.objects.aggregate(last=Max("switched_at"))["last"]
    return found


def files_kept() -> tuple[int, int]:
    """How many files there are and what they take up."""
    return StoredFile.objects.filter(purged_at__isnull=True).count(), bytes_used()
