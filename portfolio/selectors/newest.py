"""How the newest light of each project is asked for: by whom, as of which day, narrowed to which projects."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.jobs.models import JobRun, RunState
from pmo_site.tenancy.prepared import Prepared
from pmo_site.tenancy.statements import Ids
from portfolio.models import ProjectHealth, Trigger
from projects.models import Project
from projects.models.project import ProjectQuerySet

NO_DEPARTMENT = "none"
"""Names the projects that belong to no department."""
DAILY = "health.daily"
"""The kind of job run that judges a day."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """To which projects the figures are narrowed: of a tier, of some departments, or of none (NO_DEPARTMENT)."""

    tier: str = ""
    departments: Collection[UUID] | str = frozenset()

    @property
    def ids(self) -> Ids | None:
        """The departments, where it is narrowed to some."""
        return None if isinstance(self.departments, str) or not self.departments else Ids(self.departments)

    @property
    def shape(self) -> Narrowing:
        """How a query narrowed like this is written: ids of departments are among what it is asked with."""
        return self if self.ids is None else Narrowing(self.tier)

    def to(self, departments: Ids | None) -> Narrowing:
        """The same with the departments that a query is asked with."""
        return self if departments is None else Narrowing(self.tier, departments)

    def on(self, prefix: str = "") -> Q:
        """The condition on a project, or on what belongs to one."""
        found = Q(**{f"{prefix}tier": self.tier}) if self.tier else Q()
        if self.departments == NO_DEPARTMENT:
            return found & Q(**{f"{prefix}department__isnull": True})
        return found & Q(**{f"{prefix}department_id__in": self.departments}) if self.departments else found


_RUNS = Prepared(
    lambda until: JobRun.objects.filter(kind=DAILY, state=RunState.DONE, period__lte=until).order_by("-period")[:1],
    until=str,
)


def judged_until(as_of: date | None) -> date | None:
    """The newest day up to a past one on which everything was judged; None where there was none, and for today."""
    run = None if as_of is None else _RUNS.first(until=as_of.isoformat())
    return None if run is None else date.fromisoformat(run.period)


def judged_projects(projects: ProjectQuerySet, judged: date | None) -> QuerySet[Project]:
    """Projects that have a light, or had one on a past day: what was archived or cancelled since stood there then."""
    if judged is None:
        return projects.judged()
    then = ProjectHealth.objects.filter(day=judged, trigger=Trigger.DAILY)
    return projects.filter(Q(pk__in=projects.judged().values("pk")) | Q(pk__in=then.values("project_id")))


def judged_visible(actor: Actor, judged: date | None) -> QuerySet[Project]:
    """Those of them whose health the actor may see."""
    return judged_projects(Project.objects.visible_to(actor, Right.HEALTH_VIEW), judged)


def newest_lights_written(
    actor: Actor,
    narrowing: Narrowing,
    *,
    as_of: date | None = None,
    judged: date | None = None,
    departments: Ids | None = None,
) -> QuerySet[ProjectHealth]:
    """The newest snapshot of each project that the actor may see, asked with what `asked_with` gives.

    Each project looks up its own newest one: asked of every snapshot whether it is the newest, years of days would be
    gone through.
    """
    own = ProjectHealth.objects.filter(project_id=OuterRef("pk"))
    own = own if as_of is None else own.filter(day__lte=as_of)
    newest = own.order_by("-day", "-computed_at", "-id").values("id")[:1]
    rows = ProjectHealth.objects.filter(id__in=judged_visible(actor, judged).values_list(Subquery(newest)))
    return rows.filter(narrowing.to(departments).on("project__"))


def asked_with(as_of: date | None, narrowing: Narrowing) -> dict[str, Any]:
    """The values of a query of lights: the day, the newest judged one up to it, the departments."""
    return {"as_of": as_of, "judged": judged_until(as_of), "departments": narrowing.ids}
