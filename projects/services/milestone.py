"""Writes of milestones; who may change the project may change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pmo_site.accounts.policy import Actor, may, require
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import event_model
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.versions import revise
from projects.models import Milestone, Project
from projects.services.behalf import act_on_behalf
from projects.services.project import HEALTH_TASK

MilestoneEvent = event_model(Milestone)


def milestone_create(*, actor: Actor, project: Project, values: Mapping[str, Any]) -> Milestone:
    """Add a milestone to a project."""
    require(actor, Right.PROJECT_CHANGE, project)
    milestone = Milestone(project=project, **values)
    _check(milestone, actor)
    with transaction.atomic():
        act_on_behalf(actor, project)
        try:
            with transaction.atomic():
                milestone.save(force_insert=True)
        except IntegrityError as error:
            raise _as_rule(error) from error
        _ask_for_health(milestone)
    return milestone


def milestone_revise(*, actor: Actor, milestone: Milestone, version: int, values: Mapping[str, Any]) -> Milestone:
    """Change a milestone that still stands at the version the caller read."""
    require(actor, Right.PROJECT_CHANGE, milestone)
    for name, value in values.items():
        setattr(milestone, name, value)
    _check(milestone, actor)
    with transaction.atomic():
        act_on_behalf(actor, milestone.project)
        try:
            with transaction.atomic():
                revised = revise(milestone, version=version, values=values)
        except IntegrityError as error:
            raise _as_rule(error) from error
        _ask_for_health(revised)
    return revised


def milestone_delete(*, actor: Actor, milestone: Milestone, version: int) -> None:
    """Delete a milestone; history keeps it and can bring it back under its old id."""
    require(actor, Right.PROJECT_CHANGE, milestone)
    with transaction.atomic():
        act_on_behalf(actor, milestone.project)
        revise(milestone, version=version, values={})
        _ask_for_health(milestone)
        Milestone.objects.filter(pk=milestone.pk).delete()


def milestone_undelete(*, actor: Actor, milestone_id: UUID) -> Milestone | None:
    """Bring a deleted milestone back from history under its old id.

    None where there is nothing to bring back, and the same where the actor may not see the project.
    """
    event = MilestoneEvent._default_manager.filter(pgh_obj_id=milestone_id).order_by("-pgh_id").first()
    if event is None or getattr(event, "pgh_label", "") != "delete":
        return None
    names = [field.attname for field in Milestone._meta.concrete_fields]
    milestone = Milestone(**{name: getattr(event, name) for name in names})
    if not may(actor, Right.PROJECT_VIEW, milestone):
        return None
    require(actor, Right.PROJECT_CHANGE, milestone)
    with transaction.atomic():
        act_on_behalf(actor, milestone.project)
        milestone.version += 1
        try:
            with transaction.atomic():
                milestone.save(force_insert=True)
        except IntegrityError as error:
            raise _as_rule(error) from error
        _ask_for_health(milestone)
    return milestone


def _check(milestone: Milestone, actor: Actor) -> None:
    if milestone.actual_on and milestone.actual_on > actor.today:
        raise RuleError([FieldProblem("actual_on", "actual_in_future")])
    if milestone.weight is not None and milestone.weight < 0:
        raise RuleError([FieldProblem("weight", "negative")])


def _as_rule(error: IntegrityError) -> RuleError:
    if "milestone_name_once" in str(error):
        return RuleError([FieldProblem("name", "taken")])
    raise error


def _ask_for_health(milestone: Milestone) -> None:
    ask(HEALTH_TASK, organization_id=milestone.organization_id, project_id=str(milestone.project_id))
