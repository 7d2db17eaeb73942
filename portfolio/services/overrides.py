"""Writes of overrides: a level of one's own for a time, with a reason; the computed one is never touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.versions import refuse_archived, revise
from portfolio.models import HealthOverride
from portfolio.models.override import DECLARABLE
from portfolio.selectors.overrides import may_override
from projects.models import Project

LONGEST = timedelta(days=92)
"""About a quarter: an override is an exception that is looked at again, never a state."""


_DECLARABLE = {level for level, _words in DECLARABLE}


def override_set(*, actor: Actor, project: Project, values: Mapping[str, Any]) -> HealthOverride:
    """Override the overall level from a day to a day; it ends by itself."""
    _require(actor, project)
    broken = list(_problems(actor, values))
    if broken:
        raise RuleError(broken)
    override = HealthOverride(project=project, author_id=actor.person_id, **values)
    with transaction.atomic():
        override.save(force_insert=True)
    return override


def override_withdraw(*, actor: Actor, override: HealthOverride, version: int) -> HealthOverride:
    """End an override today; on the days before it stays what was shown. One that is over stays as it is."""
    _require(actor, override.project)
    if override.withdrawn_on is not None or override.ends_on < actor.today:
        return override
    with transaction.atomic():
        return revise(override, version=version, values={"withdrawn_on": actor.today})


def _require(actor: Actor, project: Project) -> None:
    if not may_override(actor, project):
        raise PermissionDenied(str(Right.HEALTH_OVERRIDE))
    refuse_archived(project)


def _problems(actor: Actor, values: Mapping[str, Any]) -> Iterator[FieldProblem]:
    starts_on, ends_on = values["starts_on"], values["ends_on"]
    if values["level"] not in _DECLARABLE:
        yield FieldProblem("level", "level_not_declarable")
    if not values["reason"].strip():
        yield FieldProblem("reason", "reason_missing")
    if starts_on < actor.today:
        yield FieldProblem("starts_on", "in_past")
    if ends_on < starts_on:
        yield FieldProblem("ends_on", "ends_before_start")
    elif ends_on - starts_on > LONGEST:
        yield FieldProblem("ends_on", "term_too_long")
