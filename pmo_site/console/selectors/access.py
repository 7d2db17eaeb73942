"""Why somebody may do something: every right with its sources, told by the policy that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pmo_site.accounts.directory import open_invitation_of, person_of
from pmo_site.accounts.grounds import Ground, organization_rights
from pmo_site.accounts.models import Membership, Person
from pmo_site.accounts.policy import Actor, grounds, require
from pmo_site.accounts.rights import PROJECT_RIGHTS, Right
from pmo_site.accounts.roles import (
    PLATFORM_RIGHTS,
    OperatingModel,
    OrganizationRole,
    ProjectRole,
    project_roles_with,
)
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from projects.models import Project, ProjectMember
from projects.selectors import project_list


class Standing(StrEnum):
    """Whether somebody can sign in here at all."""

    MEMBER = "member"
    BLOCKED = "blocked"
    ENDED = "ended"
    INVITED = "invited"
    UNKNOWN = "no_account"


@dataclass(frozen=True, slots=True)
class Answer:
    """One right: the sources that give it, none where it is not held, and the roles that would."""

    right: Right
    grounds: tuple[Ground, ...]
    organization_roles: tuple[OrganizationRole, ...]
    project_roles: tuple[ProjectRole, ...]

    @property
    def held(self) -> bool:
        """Whether any source gives it; `policy.may` decides by the same sources."""
        return bool(self.grounds)


@dataclass(frozen=True, slots=True)
class Access:
    """What a person may do in the organization and, where one was named, on a project."""

    person: Person
    standing: Standing
    membership: Membership | None
    model: OperatingModel
    project: Project | None
    terms: Sequence[ProjectMember]
    answers: tuple[Answer, ...]

    @property
    def of_project(self) -> list[Answer]:
        """Rights that can be held on a single project."""
        return [answer for answer in self.answers if answer.right in PROJECT_RIGHTS]

    @property
    def of_organization(self) -> list[Answer]:
        """Rights that are held everywhere or not at all."""
        return [answer for answer in self.answers if answer.right not in PROJECT_RIGHTS]


def access_of(actor: Actor, *, person_id: UUID, project: Project | None = None) -> Access | None:
    """What a person may do, and why; None where nobody has that id."""
    require(actor, Right.AUDIT_VIEW)
    person = person_of(actor, person_id=person_id)
    if person is None:
        return None
    settings = organization_settings()
    membership = Membership.objects.filter(person_id=person_id).select_related("user").first()
    standing = _standing(person, membership)
    judged = None
    if standing is Standing.MEMBER and membership is not None:
        judged = actor_of_user(membership.user_id, organization_id=actor.organization_id, settings=settings)
    model = OperatingModel(settings.operating_model)
    return Access(
        person=person,
        standing=standing,
        membership=membership,
        model=model,
        project=project,
        terms=_terms(person, project) if project else (),
        answers=tuple(_answers(judged, model, project)),
    )


def projects_to_ask(actor: Actor) -> Sequence[Project]:
    """Projects that whoever asks may see: of others they learn nothing here either."""
    return list(project_list(actor).order_by("code").only("id", "code", "name"))


def roles_everywhere(right: Right, model: OperatingModel) -> tuple[OrganizationRole, ...]:
    """Organization roles that hold a right on everything under an operating model."""
    return tuple(role for role in OrganizationRole if right in organization_rights(frozenset({role}), model))


def role_rights(model: OperatingModel) -> list[tuple[Right, list[bool], list[bool]]]:
    """Each right with the organization roles that hold it under a model, then the project roles."""
    return [
        (right, _held(OrganizationRole, roles_everywhere(right, model)), _held(ProjectRole, project_roles_with(right)))
        for right in Right
        if right not in PLATFORM_RIGHTS
    ]


def _held(roles: Iterable[StrEnum], holders: Iterable[StrEnum]) -> list[bool]:
    among = frozenset(holders)
    return [role in among for role in roles]


def _standing(person: Person, membership: Membership | None) -> Standing:
    if membership is None or membership.ended_at is not None:
        if open_invitation_of(person.pk) is not None:
            return Standing.INVITED
        return Standing.UNKNOWN if membership is None else Standing.ENDED
    return Standing.MEMBER if membership.user.is_active else Standing.BLOCKED


def _terms(person: Person, project: Project) -> list[ProjectMember]:
    """Roles of the person on the project: past, present and to come."""
    return list(ProjectMember.objects.filter(person=person, project=project).order_by("-starts_on", "id"))


def _answers(judged: Actor | None, model: OperatingModel, project: Project | None) -> Iterable[Answer]:
    sources = grounds(judged, project) if judged is not None else ()
    for right in Right:
        if right not in PLATFORM_RIGHTS:
            yield Answer(
                right=right,
                grounds=tuple(ground for ground in sources if right in ground.rights),
                organization_roles=roles_everywhere(right, model),
                project_roles=tuple(project_roles_with(right)),
            )
