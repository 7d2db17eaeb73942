"""Reads of the health policy: which version holds, what stood before, and what a draft would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.resources.evidence import gather
from portfolio.domain.health import DEFAULT_POLICY, Effect, HealthPolicy, Tier, effects
from portfolio.models import HealthPolicyVersion
from portfolio.models.policy import DEFAULT_VERSION
from projects.models import Project


@dataclass(frozen=True, slots=True)
class ProjectEffect:
    """A project that a draft would move, with what moves it."""

    project: Project
    effect: Effect


def policy_on(day: date) -> HealthPolicy:
    """The policy in force on a day: the newest version that is valid then, else the one that the product ships."""
    found = HealthPolicyVersion.objects.filter(valid_from__lte=day).order_by("-number").first()
    return found.policy if found else DEFAULT_POLICY


def newest_number() -> int:
    """The number of the newest version, in force already or not yet."""
    found = HealthPolicyVersion.objects.order_by("-number").values_list("number", flat=True).first()
    return found or DEFAULT_VERSION


def policy_versions(actor: Actor) -> list[HealthPolicyVersion]:
    """Every version that the organization saved, the newest first."""
    require(actor, Right.HEALTH_POLICY_VIEW)
    return list(HealthPolicyVersion.objects.select_related("author").order_by("-number"))


def policy_by_number(actor: Actor, number: int) -> HealthPolicy | None:
    """The rules of one version; the first is the one that the product ships."""
    require(actor, Right.HEALTH_POLICY_VIEW)
    if number == DEFAULT_VERSION:
        return DEFAULT_POLICY
    found = HealthPolicyVersion.objects.filter(number=number).first()
    return found.policy if found else None


def policy_effect(actor: Actor, draft: HealthPolicy) -> list[ProjectEffect]:
    """Which projects would change their level today under a draft, and why: the evidence is the present one."""
    require(actor, Right.HEALTH_POLICY_CHANGE)
    evidence = gather(actor.today)
    projects = {
        project.pk: project
        for project in Project.objects.visible_to(actor, Right.HEALTH_VIEW).judged().only("id", "code", "name", "tier")
    }
    cases = ((key, evidence.pop(key, ()), Tier(project.tier)) for key, project in projects.items())
    found = effects(cases, policy_on(actor.today), draft, actor.today)
    return [ProjectEffect(projects[cast("UUID", each.project)], each) for each in found]
