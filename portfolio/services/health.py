"""Computing health: evidence by a few queries, judged by pure rules, stored once as immutable snapshots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.jobs.models import JobRun
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.progress import step
from pmo_site.jobs.runs import run_once
from pmo_site.kernel import clock
from pmo_site.kernel.collecting import without_collecting
from pmo_site.kernel.evidence import Level
from pmo_site.resources.evidence import gather_of
from portfolio.domain.health import Tier
from portfolio.models import ProjectHealth, Trigger
from portfolio.selectors.newest import DAILY
from portfolio.selectors.policy import policy_on
from portfolio.services.level_changes import LevelChange, level_changes_tell
from portfolio.services.snapshots import Bench, Judging, snapshot_of, snapshots_store
from projects.models import Project

DAILY_TASK = "portfolio.compute_daily_health"
BATCH = 500
OCCASION = "health.occasion"
TASK = "portfolio.compute_health_for"
_TIERS = {tier.value: tier for tier in Tier}


def health_ask_daily(*, organization_id: UUID, day: date) -> None:
    """Ask that every project of an organization be judged for a day: one job however often it is asked."""
    ask(DAILY_TASK, organization_id=organization_id, once=day.isoformat(), day=day.isoformat())


def health_compute_day(
    *, day: date, occasion: str = "", trigger: Trigger = Trigger.CHANGE, is_told: bool = True
) -> JobRun | None:
    """Judge every project of the current tenant for a day, once however often it is asked.

    An occasion (an import, a policy, a person who asked) is judged once of its own beside the daily one. None where
    another worker is at it now. A day on which nobody judged stays empty: what stood then is not known any more.
    People are told of levels that changed, except of a past that is told all at once (`is_told`).
    """
    if occasion:
        return run_once(OCCASION, occasion, lambda: _compute(Judging(day, policy_on(day), trigger)))
    return run_once(DAILY, day.isoformat(), lambda: _compute(Judging(day, policy_on(day), Trigger.DAILY, is_told)))


def health_compute_project(*, project_id: UUID, day: date, trigger: Trigger = Trigger.CHANGE) -> ProjectHealth | None:
    """Judge one project after a change; None where it is gone, archived, or its light is as it was.

    Who asks on demand gets a snapshot in any case: it tells that the light was looked at again.
    """
    return health_compute_projects(project_ids=[project_id], day=day, trigger=trigger).get(project_id)


def health_compute_projects(
    *, project_ids: Collection[UUID], day: date, trigger: Trigger = Trigger.CHANGE
) -> dict[UUID, ProjectHealth]:
    """Judge some projects after changes by one reading of evidence; those whose light changed, by project."""
    projects = list(Project.objects.judged().filter(pk__in=project_ids).only("id", "organization_id", "tier"))
    evidence, judging = gather_of(day, [project.pk for project in projects]), Judging(day, policy_on(day), trigger)
    lasts, found = _newest(projects), {}
    for project in projects:
        key = project.pk
        snapshot, last = snapshot_of(key, Tier(project.tier), evidence.get(key, ()), judging), lasts.get(key)
        if trigger is not Trigger.CHANGE or last is None or not _is_as_it_was(last, snapshot):
            found[key] = snapshot
    with transaction.atomic():
        ProjectHealth.objects.bulk_create(found.values())
        _tell([(key, lasts[key].overall if key in lasts else None, new.overall) for key, new in found.items()], day)
    return found


def _newest(projects: Sequence[Project]) -> dict[UUID, ProjectHealth]:
    """The newest snapshot of each project."""
    rows = ProjectHealth.objects.filter(project_id__in=[project.pk for project in projects])
    rows = rows.order_by("project_id", "-day", "-computed_at", "-id").distinct("project_id")
    return {snapshot.project_id: snapshot for snapshot in rows}


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


@without_collecting()
def _compute(judging: Judging) -> dict[str, object]:
    """Judge in batches: of the snapshots never more than one batch is held, of the evidence what is still to come."""
    projects = _tiers_and_levels()
    total, done, levels = Project.objects.judged().count(), 0, Counter[str]()
    evidence, bench = gather_of(judging.day, None), Bench.of(judging)
    while batch := list(islice(projects, BATCH)):
        step(done, total, "health.judging")
        found = [bench.snapshot(key, _TIERS[tier], evidence.pop(key, ())) for key, tier, _ in batch]
        snapshots_store(snapshots=found, judging=judging)
        if judging.is_told and judging.trigger is not Trigger.POLICY:
            lasts = zip(found, batch, strict=True)
            _tell(((snapshot.project_id, last, snapshot.overall) for snapshot, (_, _, last) in lasts), judging.day)
        levels.update(snapshot.overall for snapshot in found)
        done += len(batch)
    return {"projects": done, "levels": {level.value: levels[level.value] for level in Level}}


def _tiers_and_levels() -> Iterator[tuple[UUID, str, str | None]]:
    """Each project with its tier and its newest level, by one look into the index per project.

    In the order of the indexes: snapshots are then looked up, checked and stored beside each other.
    """
    newest = ProjectHealth.objects.filter(project_id=OuterRef("pk")).order_by("-day", "-computed_at", "-id")
    rows = Project.objects.judged().annotate(last_level=Subquery(newest.values("overall")[:1]))
    return rows.order_by("pk").values_list("id", "tier", "last_level").iterator(chunk_size=BATCH)


def _tell(levels: Iterable[tuple[UUID, str | None, str]], day: date) -> None:
    """Tell of levels that changed; a first light is no change, and who saved a policy saw its effect before."""
    level_changes_tell([LevelChange(key, last, now) for key, last, now in levels if last and last != now], day=day)


def _is_as_it_was(newest: ProjectHealth, found: ProjectHealth) -> bool:
    facts = ("day", "overall", "findings", "policy", "policy_version")
    return all(getattr(newest, name) == getattr(found, name) for name in facts)
