"""Computing health: evidence by a few queries, judged by pure rules, stored once as immutable snapshots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.jobs.models import JobRun
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.progress import step
from pmo_site.jobs.runs import run_once
from pmo_site.kernel import clock
from pmo_site.kernel.evidence import Evidence, Level
from pmo_site.resources.evidence import gather
from portfolio.domain.health import Assessment, HealthPolicy, Tier, assess
from portfolio.domain.urgency import rank
from portfolio.models import ProjectHealth, Trigger
from portfolio.selectors.health import DAILY
from portfolio.selectors.policy import policy_on
from portfolio.services.level_changes import LevelChange, level_changes_tell
from projects.models import Project

DAILY_TASK = "portfolio.compute_daily_health"
BATCH = 500
OCCASION = "health.occasion"
TASK = "portfolio.compute_health_for"


def health_ask_daily(*, organization_id: UUID, day: date) -> None:
    """Ask that every project of an organization be judged for a day: one job however often it is asked."""
    ask(DAILY_TASK, organization_id=organization_id, once=day.isoformat(), day=day.isoformat())


@dataclass(frozen=True, slots=True)
class Judging:
    """One act of judging: for which day, by which policy, and what brought it about."""

    day: date
    policy: HealthPolicy
    trigger: Trigger


def health_compute_day(*, day: date, occasion: str = "", trigger: Trigger = Trigger.CHANGE) -> JobRun | None:
    """Judge every project of the current tenant for a day, once however often it is asked.

    An occasion (an import, a policy, a person who asked) is judged once of its own beside the daily one. None where
    another worker is at it now. A day on which nobody judged stays empty: what stood then is not known any more.
    """
    if occasion:
        return run_once(OCCASION, occasion, lambda: _compute(Judging(day, policy_on(day), trigger)))
    return run_once(DAILY, day.isoformat(), lambda: _compute(Judging(day, policy_on(day), Trigger.DAILY)))


def health_compute_project(*, project_id: UUID, day: date, trigger: Trigger = Trigger.CHANGE) -> ProjectHealth | None:
    """Judge one project after a change; None where it is gone, archived, or its light is as it was.

    Who asks on demand gets a snapshot in any case: it tells that the light was looked at again.
    """
    project = _with_last_level(Project.objects.judged().filter(pk=project_id)).first()
    if project is None:
        return None
    found = _snapshot(project, gather(day, project_id).get(project_id, ()), Judging(day, policy_on(day), trigger))
    newest = ProjectHealth.objects.filter(project=project).order_by("-day", "-computed_at", "-id").first()
    if trigger is Trigger.CHANGE and newest and _is_as_it_was(newest, found):
        return None
    with transaction.atomic():
        found.save(force_insert=True)
        _tell([(project, found)], found.day)
    return found


def health_demand(*, actor: Actor, project: Project) -> None:
    """Compute one project's health now."""
    require(actor, Right.HEALTH_COMPUTE, project)
    health_compute_project(project_id=project.pk, day=actor.today, trigger=Trigger.DEMAND)


def health_demand_all(*, actor: Actor) -> None:
    """Ask for the health of every project; asked again within the same minute it is computed once."""
    require(actor, Right.HEALTH_COMPUTE)
    occasion = f"demand-{clock.now():%Y-%m-%dT%H:%M}"
    arguments = {"day": actor.today.isoformat(), "occasion": occasion, "trigger": Trigger.DEMAND.value}
    ask(TASK, organization_id=actor.organization_id, **arguments)


def _compute(judging: Judging) -> dict[str, object]:
    """Judge in batches: of the snapshots never more than one batch is held, of the evidence what is still to come."""
    rows = _with_last_level(Project.objects.judged().only("id", "organization_id", "tier"))
    projects = rows.iterator(chunk_size=BATCH)
    total, done, levels = Project.objects.judged().count(), 0, Counter[str]()
    evidence = gather(judging.day)
    while batch := list(islice(projects, BATCH)):
        step(done, total, "health.judging")
        found = [_snapshot(project, evidence.pop(project.pk, ()), judging) for project in batch]
        ProjectHealth.objects.bulk_create(found)
        if judging.trigger is not Trigger.POLICY:
            _tell(zip(batch, found, strict=True), judging.day)
        levels.update(snapshot.overall for snapshot in found)
        done += len(batch)
    return {"projects": done, "levels": {level.value: levels[level.value] for level in Level}}


def _with_last_level(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Read the newest level beside each project, by one look into the index per project."""
    newest = ProjectHealth.objects.filter(project_id=OuterRef("pk")).order_by("-day", "-computed_at", "-id")
    return projects.annotate(last_level=Subquery(newest.values("overall")[:1]))


def _tell(pairs: Iterable[tuple[Project, ProjectHealth]], day: date) -> None:
    """Tell of levels that changed; a first light is no change, and who saved a policy saw its effect before."""
    lasts = ((project, getattr(project, "last_level", None), found.overall) for project, found in pairs)
    level_changes_tell([LevelChange(p.pk, last, now) for p, last, now in lasts if last and last != now], day=day)


def _is_as_it_was(newest: ProjectHealth, found: ProjectHealth) -> bool:
    facts = ("day", "overall", "reasons", "policy", "policy_version")
    return all(getattr(newest, name) == getattr(found, name) for name in facts)


def _snapshot(project: Project, evidence: Sequence[Evidence], judging: Judging) -> ProjectHealth:
    assessment = assess(evidence, judging.policy, tier=Tier(project.tier), as_of=judging.day)
    return ProjectHealth(
        project_id=project.pk,
        day=judging.day,
        trigger=judging.trigger,
        overall=assessment.overall.value,
        rank=rank(assessment.overall, assessment.reasons),
        data_share=assessment.data_share.quantize(Decimal("0.0001")),
        dimensions=dict(_dimensions(assessment)),
        reasons=[reason.as_json() for reason in assessment.reasons],
        policy=assessment.policy,
        policy_version=assessment.policy_version,
    )


def _dimensions(assessment: Assessment) -> Iterator[tuple[str, dict[str, object]]]:
    for dimension, health in assessment.dimensions.items():
        yield (
            dimension.value,
            {
                "level": health.level.value,
                "as_of": health.as_of.isoformat() if health.as_of else None,
                "age_days": health.data_age_days,
                "counts": health.counts,
            },
        )
