"""Writes of projects: each is one transaction, checked for rights before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from pmo_site.accounts.numbering import code_take
from pmo_site.accounts.policy import Actor, may, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.parsing import fold
from pmo_site.tenancy.versions import refuse_archived, revise
from projects.domain.project import ProjectFacts, ProjectStatus, problems
from projects.models import Project
from projects.models.project import MONEY_FIELDS
from projects.services.behalf import act_on_behalf

HEALTH_TASK = "portfolio.assess_project"
"""Asked for by name, so that projects needs nothing above it."""

FOLDED_LENGTH = Project._meta.get_field("folded_name").max_length


def project_create(*, actor: Actor, values: Mapping[str, Any]) -> Project:
    """Create a project; without a code it gets the organization's next number."""
    require(actor, Right.PROJECT_CREATE)
    _refuse_money(actor, None, values)
    with transaction.atomic():
        project = Project(**{"currency": organization_settings().currency, **_prepared(values)})
        _check(project, actor)
        if not project.code:
            project.code = code_take("project")[1]
        _store_new(project)
        _stay_visible(actor, project)
        _ask_for_health(project)
    return project


def project_revise(*, actor: Actor, project: Project, version: int, values: Mapping[str, Any]) -> Project:
    """Change a project that still stands at the version the caller read."""
    require(actor, Right.PROJECT_CHANGE, project)
    _refuse_money(actor, project, values)
    with transaction.atomic():
        act_on_behalf(actor, project)
        prepared = _prepared(values)
        for name, value in prepared.items():
            setattr(project, name, value)
        _check(project, actor)
        try:
            with transaction.atomic():
                revised = revise(project, version=version, values=prepared)
        except IntegrityError as error:
            raise _as_rule(error) from error
        _stay_visible(actor, revised)
        _ask_for_health(revised)
    return revised


def project_archive(*, actor: Actor, project: Project, version: int) -> Project:
    """Take a project out of the lists; nothing is lost."""
    require(actor, Right.PROJECT_ARCHIVE, project)
    refuse_archived(project)
    with transaction.atomic():
        return revise(project, version=version, values={"archived_at": clock.now()})


def project_restore(*, actor: Actor, project: Project, version: int) -> Project:
    """Bring an archived project back."""
    require(actor, Right.PROJECT_ARCHIVE, project)
    with transaction.atomic():
        return revise(project, version=version, values={"archived_at": None})


def _prepared(values: Mapping[str, Any]) -> dict[str, Any]:
    prepared = dict(values)
    if "name" in prepared:
        # Folding can make a name longer: one sign may stand for many letters.
        prepared["folded_name"] = fold(prepared["name"])[:FOLDED_LENGTH]
    return prepared


def _check(project: Project, actor: Actor) -> None:
    names = [field.name for field in fields(ProjectFacts)]
    facts = {name: getattr(project, name) for name in names}
    facts["status"] = ProjectStatus(project.status)
    broken = problems(ProjectFacts(**facts), today=actor.today)
    if broken:
        raise RuleError(broken)


def _refuse_money(actor: Actor, project: Project | None, values: Mapping[str, Any]) -> None:
    if set(values) & set(MONEY_FIELDS) and not may(actor, Right.MONEY_CHANGE, project):
        raise PermissionDenied(str(Right.MONEY_CHANGE))


def _store_new(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save(force_insert=True)
    except IntegrityError as error:
        raise _as_rule(error) from error


def _as_rule(error: IntegrityError) -> RuleError:
    if "project_code_once" in str(error):
        return RuleError([FieldProblem("code", "taken")])
    raise error


def _stay_visible(actor: Actor, project: Project) -> None:
    """After a save the record still lies where the actor may be, or all is rolled back."""
    if not Project.objects.visible_to(actor).filter(pk=project.pk).exists():
        raise PermissionDenied(str(Right.PROJECT_VIEW))


def _ask_for_health(project: Project) -> None:
    ask(HEALTH_TASK, organization_id=_organization(project), project_id=str(project.pk))


def _organization(project: Project) -> UUID:
    return UUID(str(project.organization_id))
