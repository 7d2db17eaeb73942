"""Writes of a project's people and of single grants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from pmo_site.accounts.models import Membership
from pmo_site.accounts.policy import Actor, grant, may, require, withdraw
from pmo_site.accounts.rights import PROJECT_RIGHTS, Right
from pmo_site.accounts.roles import ProjectRole
from pmo_site.accounts.scopes import NEVER_BY_TOKEN
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import notice_give, notice_withdraw
from pmo_site.resources.services.records import record_delete
from pmo_site.tenancy.versions import refuse_archived, revise
from projects.models import Project, ProjectMember
from projects.selectors import SingleGrant, grant_held
from projects.services.project import HEALTH_TASK

ROLE_GIVEN = "projects.role_given"
_BROKEN = {
    "one_accountable_manager": FieldProblem("role", "second_manager"),
    "member_role_once": FieldProblem("person", "taken"),
    "member_term_in_order": FieldProblem("ends_on", "finish_before_start"),
}


def member_add(*, actor: Actor, project: Project, values: Mapping[str, Any]) -> ProjectMember:
    """Give a person a role on the project for a term."""
    require(actor, Right.MEMBERS_MANAGE, project)
    refuse_archived(project)
    member = ProjectMember(project=project, **values)
    _refuse_own_rise(actor, member, project)
    with transaction.atomic():
        try:
            with transaction.atomic():
                member.save(force_insert=True)
        except IntegrityError as error:
            raise _as_rule(error) from error
        ask(HEALTH_TASK, organization_id=project.organization_id, project_id=str(project.pk))
        if member.person_id != actor.person_id:
            member_tell(member=member)
    return member


def member_tell(*, member: ProjectMember) -> None:
    """Tell somebody of their role on a project, once for each role."""
    notice_give(
        kind=ROLE_GIVEN,
        people=[member.person_id],
        subject=RowReference("projects.project", member.project_id),
        facts={"role": member.role, "starts_on": member.starts_on.isoformat()},
        once=str(member.pk),
    )


def member_revise(*, actor: Actor, member: ProjectMember, version: int, values: Mapping[str, Any]) -> ProjectMember:
    """Change a role's term or share; ending the term is how a person leaves, so that history stays."""
    require(actor, Right.MEMBERS_MANAGE, member)
    refuse_archived(member.project)
    for name, value in values.items():
        setattr(member, name, value)
    _refuse_own_rise(actor, member, member.project)
    with transaction.atomic():
        try:
            with transaction.atomic():
                revised = revise(member, version=version, values=values)
        except IntegrityError as error:
            raise _as_rule(error) from error
        ask(HEALTH_TASK, organization_id=member.organization_id, project_id=str(member.project_id))
    return revised


@transaction.atomic
def member_remove(*, actor: Actor, member: ProjectMember, version: int) -> None:
    """Remove a role that was given by mistake, with the notice if nobody read it. Who leaves ends the term instead."""
    require(actor, Right.MEMBERS_MANAGE, member)
    refuse_archived(member.project)
    record_delete(member, version=version)
    notice_withdraw(kind=ROLE_GIVEN, subject_id=member.project_id, once=str(member.pk))
    ask(HEALTH_TASK, organization_id=member.organization_id, project_id=str(member.project_id))


def grant_give(*, actor: Actor, project: Project, right: Right, membership: Membership) -> SingleGrant | None:
    """Give one member a single right on one project: for example to see its budget.

    None where it was held already.
    """
    if right not in PROJECT_RIGHTS:
        raise RuleError([FieldProblem("right", "not_on_projects")])
    require(actor, Right.GRANTS_MANAGE, project)
    if not may(actor, right, project):
        raise PermissionDenied(str(right))
    _refuse_beyond_a_token(actor, right, membership)
    refuse_archived(project)
    with transaction.atomic():
        held = grant_held(project, right, membership)
        grant(actor, right, project, user=membership.user)
        return None if held else grant_held(project, right, membership)


def grant_withdraw(*, actor: Actor, project: Project, right: Right, membership: Membership) -> SingleGrant | None:
    """Take a single right back; None where nobody had given it."""
    require(actor, Right.GRANTS_MANAGE, project)
    _refuse_beyond_a_token(actor, right, membership)
    refuse_archived(project)
    with transaction.atomic():
        held = grant_held(project, right, membership)
        withdraw(actor, right, project, user=membership.user)
    return held


def _refuse_beyond_a_token(actor: Actor, right: Right, membership: Membership) -> None:
    """A token grants and withdraws what it holds itself, never what leads to more rights, never of its own account.

    What it gave its owner would outlive the token, and the role by which its owner holds the right today.
    """
    if actor.bounds is None:
        return
    is_own = membership.user_id == actor.user_id
    if is_own or right in NEVER_BY_TOKEN or right not in actor.bounds.rights:
        raise PermissionDenied(str(right))


def _refuse_own_rise(actor: Actor, member: ProjectMember, project: Project) -> None:
    """Nobody makes themselves the manager of a project; who governs all projects may appoint anybody else."""
    is_self = actor.person_id is not None and member.person_id == actor.person_id
    if is_self and member.role == ProjectRole.PROJECT_MANAGER and not may(actor, Right.PROJECT_CHANGE, project):
        raise PermissionDenied(str(Right.MEMBERS_MANAGE))


def _as_rule(error: IntegrityError) -> RuleError:
    for constraint, problem in _BROKEN.items():
        if constraint in str(error):
            return RuleError([problem])
    raise error
