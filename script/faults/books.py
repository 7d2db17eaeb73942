"""What PostgreSQL says happened: the effects, the jobs, the events that are not over."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from uuid import UUID

from django.db import OperationalError, connection, transaction

from faults.stage import wait_until
from pmo_site.jobs.models import Job, JobState, OutboxEvent
from pmo_site.jobs.outbox import ask
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Counter, Organization
from portfolio.models import ProjectHealth
from projects.models import Project

_IDLE_SECONDS = 300
ASSESS = "portfolio.assess_project"


def organization_id(slug: str) -> UUID:
    """The id of an organization of the demo."""
    return Organization.objects.get(slug=slug).id


def want(company: UUID, task: str, **arguments: str | int) -> UUID:
    """Ask for a task as the product does, committed at once; the job's id."""
    with transaction.atomic():
        job_id = ask(task, organization_id=company, once="", asked_by=None, **arguments)
    if job_id is None:
        raise RuntimeError(task)
    return job_id


def open_events() -> int:
    """How many events are not over; the beats' own hourly work does not count as long as it ends."""
    return OutboxEvent.objects.filter(finished_at__isnull=True).count()


def wait_until_idle() -> None:
    """Let what an earlier case left to do come to its end, so that no case waits for another one's jobs."""
    if not wait_until(lambda: not open_events(), seconds=_IDLE_SECONDS):
        raise RuntimeError(f"{open_events()} events of an earlier case are not over.")


def effects(company: UUID, marks: Iterable[str]) -> Tally[int]:
    """How many of the marks had no effect, one, or several."""
    wanted = list(marks)
    with tenant(company):
        found = dict(Counter.objects.filter(kind__in=wanted).values_list("kind", "last"))
    return Tally(found.get(mark, 0) for mark in wanted)


def job(company: UUID, job_id: UUID) -> Job:
    """One job as it stands."""
    with tenant(company):
        return Job.objects.get(pk=job_id)


def states(company: UUID, handler: str) -> Tally[str]:
    """How many jobs of a task stand where."""
    with tenant(company):
        return Tally(Job.objects.filter(handler=handler).values_list("state", flat=True))


def projects_by_name(company: UUID, names: Iterable[str]) -> dict[str, list[UUID]]:
    """The projects that bear each name."""
    found: dict[str, list[UUID]] = {name: [] for name in names}
    with tenant(company):
        for name, pk in Project.objects.filter(name__in=list(found)).values_list("name", "id"):
            found[name].append(pk)
    return found


def assessments(company: UUID, projects: Iterable[UUID]) -> Tally[tuple[int, int, int]]:
    """For each project: how many jobs were asked for, how many are done, how many snapshots stand."""
    wanted = set(projects)
    with tenant(company):
        done = set(Job.objects.filter(handler=ASSESS, state=JobState.DONE).values_list("event_id", flat=True))
        snapshots = Tally(ProjectHealth.objects.filter(project_id__in=wanted).values_list("project_id", flat=True))
    asked: Tally[UUID] = Tally()
    finished: Tally[UUID] = Tally()
    rows = OutboxEvent.objects.filter(task=ASSESS, organization_id=company).values_list("id", "arguments")
    for event_id, arguments in rows:
        project = UUID(arguments["project_id"])
        asked[project] += 1
        finished[project] += event_id in done
    return Tally((asked[each], finished[each], snapshots[each]) for each in wanted)


def reachable() -> bool:
    """Whether PostgreSQL accepts us now."""
    connection.close()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return False
    return True


def hang_up() -> None:
    """Give the connection back, which a fault may have broken."""
    connection.close()
