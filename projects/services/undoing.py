"""How changes of a project's people and of single grants are taken back."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from pmo_site.accounts.acts import ActKind, Facts, register_act_kinds
from pmo_site.accounts.models import Membership
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import event_model
from pmo_site.tenancy.versions import GoneError
from projects.models import Project, ProjectMember
from projects.selectors import SingleGrant, grant_find, grant_held, member_find, project_get
from projects.services.member import grant_give, grant_withdraw, member_remove, member_revise

_TYPED = ("person_id", "role", "starts_on", "ends_on", "allocation")


def member_facts(member: ProjectMember, *, version: int) -> Facts:
    """What taking back an act on a role has to know; `version` is the one that the act left."""
    return {"project": str(member.project_id), "member": str(member.pk), "version": version}


def grant_facts(grant: SingleGrant, *, page: str) -> Facts:
    """What taking back a grant or its withdrawal has to know; `page` is where it was done: console or project."""
    told = {"project": str(grant.project_id), "person": str(grant.person.pk), "right": grant.right.value}
    return {**told, "grant": grant.grant_id, "page": page}


def member_addition_undo(*, actor: Actor, facts: Facts) -> None:
    """Remove somebody who was just added."""
    member_remove(actor=actor, member=_member(actor, facts), version=facts["version"])


def member_change_undo(*, actor: Actor, facts: Facts) -> None:
    """Give a role the term and share that it had before."""
    member = _member(actor, facts)
    states = event_model(ProjectMember)._default_manager.filter(pgh_obj_id=member.pk, version=facts["version"] - 1)
    former = states.order_by("-pgh_id").first()
    if former is None:
        raise GoneError
    values = {name: getattr(former, name) for name in _TYPED}
    member_revise(actor=actor, member=member, version=facts["version"], values=values)


def grant_gift_undo(*, actor: Actor, facts: Facts) -> None:
    """Take back a right that was given, if it is still the one that was given then."""
    project, grant = _project(actor, facts), grant_find(actor, facts["grant"])
    if grant is None or grant.project_id != project.pk or _text(grant) != (facts["person"], facts["right"]):
        raise GoneError
    grant_withdraw(actor=actor, project=project, right=grant.right, membership=grant.membership)


def grant_withdrawal_undo(*, actor: Actor, facts: Facts) -> None:
    """Give a right again that was taken back; it is given by who undoes, who has to hold it."""
    project, right = _project(actor, facts), Right(facts["right"])
    membership = Membership.objects.filter(person_id=facts["person"], ended_at__isnull=True).first()
    if membership is None or grant_held(project, right, membership) is not None:
        raise GoneError
    grant_give(actor=actor, project=project, right=right, membership=membership)


def _member(actor: Actor, facts: Facts) -> ProjectMember:
    member = member_find(actor, UUID(facts["member"]))
    if member is None:
        raise GoneError
    return member


def _project(actor: Actor, facts: Facts) -> Project:
    project = project_get(actor, UUID(facts["project"]))
    if project is None:
        raise GoneError
    return project


def _text(grant: SingleGrant) -> tuple[str, str]:
    return str(grant.person.pk), grant.right.value


def _people_page(slug: str, facts: Facts) -> str:
    return reverse("projects:members", kwargs={"slug": slug, "project_id": facts["project"]})


def _grants_page(slug: str, facts: Facts) -> str:
    if facts["page"] == "console":
        return reverse("console:grants", kwargs={"slug": slug})
    return reverse("projects:grants", kwargs={"slug": slug, "project_id": facts["project"]})


MEMBER_ADDED = ActKind("projects.member_added", member_addition_undo, _people_page)
MEMBER_CHANGED = ActKind("projects.member_changed", member_change_undo, _people_page)
GRANT_GIVEN = ActKind("projects.grant_given", grant_gift_undo, _grants_page)
GRANT_WITHDRAWN = ActKind("projects.grant_withdrawn", grant_withdrawal_undo, _grants_page)


def register() -> None:
    """Declare the kinds of acts of a project's people."""
    register_act_kinds(MEMBER_ADDED, MEMBER_CHANGED, GRANT_GIVEN, GRANT_WITHDRAWN)
