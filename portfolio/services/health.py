"""Computing health: evidence by a few queries, judged by pure rules, stored once as immutable snapshots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.jobs.models import JobRun
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.progress import step
from pmo_site.jobs.runs import run_once
from pmo_site.kernel.evidence import Evidence, Level
from pmo_site.resources.evidence import gather
from portfolio.domain.health import DEFAULT_POLICY, Assessment, HealthPolicy, Tier, assess
from portfolio.domain.urgency import rank
from portfolio.models import ProjectHealth, Trigger
from projects.models import Project

_BATCH = 500
_STEP = 50
DAILY = "health.daily"
DAILY_TASK = "portfolio.compute_daily_health"
OCCASION = "health.occasion"


def health_ask_daily(*, organization_id: UUID, day: date) -> None:
    """Ask that every project of an organization be judged for a day: one job however often it is asked."""
    ask(DAILY_TASK, organization_id=organization_id, once=day.isoformat(), day=day.isoformat())


def health_compute_day(*, day: date, occasion: str = "") -> JobRun | None:
    """Judge every project of the current tenant for a day, once however often it is asked.

    An occasion (the id of an import) is judged once of its own beside the daily one. None where another worker
    is at it now.
    """
    if occasion:
        return run_once(OCCASION, occasion, lambda: _compute(day, Trigger.CHANGE))
    return run_once(DAILY, day.isoformat(), lambda: _compute(day, Trigger.DAILY))


def health_compute_project(*, project_id: UUID, day: date) -> ProjectHealth | None:
    """Judge one project after a change; None where it is gone, archived, or its light is as it was."""
    project = Project.objects.judged().filter(pk=project_id).first()
    if project is None:
        return None
    found = _judged(day, [project], gather(day, project_id))
    newest = ProjectHealth.objects.filter(project=project).order_by("-day", "-computed_at", "-id").first()
    if newest and newest.day == day and newest.reasons == found[0].reasons and newest.overall == found[0].overall:
        return None
    with transaction.atomic():
        found[0].trigger = Trigger.CHANGE
        found[0].save(force_insert=True)
    return found[0]


def health_demand(*, actor: Actor, project: Project) -> None:
    """Ask for one project's health now."""
    require(actor, Right.HEALTH_COMPUTE, project)
    health_compute_project(project_id=project.pk, day=actor.today)


def _compute(day: date, trigger: Trigger) -> dict[str, object]:
    projects = list(Project.objects.judged().only("id", "organization_id", "tier"))
    evidence, snapshots = gather(day), list[ProjectHealth]()
    for first in range(0, len(projects), _STEP):
        step(first, len(projects), "health.judging")
        snapshots += _judged(day, projects[first : first + _STEP], evidence)
    for snapshot in snapshots:
        snapshot.trigger = trigger
    ProjectHealth.objects.bulk_create(snapshots, batch_size=_BATCH)
    counts = Counter(snapshot.overall for snapshot in snapshots)
    return {"projects": len(snapshots), "levels": {level.value: counts[level.value] for level in Level}}


def _judged(day: date, projects: Iterable[Project], evidence: Mapping[UUID, Sequence[Evidence]]) -> list[ProjectHealth]:
    return [_snapshot(project, day, evidence.get(project.pk, ()), DEFAULT_POLICY) for project in projects]


def _snapshot(project: Project, day: date, evidence: Sequence[Evidence], policy: HealthPolicy) -> ProjectHealth:
    assessment = assess(evidence, policy, tier=Tier(project.tier), as_of=day)
    return ProjectHealth(
        project_id=project.pk,
        day=day,
        overall=assessment.overall.value,
        rank=rank(assessment.overall, assessment.reasons),
        data_share=assessment.data_share.quantize(Decimal("0.0001")),
        dimensions=_dimensions(assessment),
        reasons=[reason.as_json() for reason in assessment.reasons],
        policy=assessment.policy,
        policy_version=assessment.policy_version,
    )


def _dimensions(assessment: Assessment) -> dict[str, object]:
    return {
        dimension.value: {
            "level": health.level.value,
            "as_of": health.as_of.isoformat() if health.as_of else None,
            "age_days": health.data_age_days,
            "counts": health.counts,
        }
        for dimension, health in assessment.dimensions.items()
    }
