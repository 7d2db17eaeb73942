"""Two organizations with somebody in every role, and what the addresses of the site can be filled with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from pmo_site.accounts.models import ApiToken, Department, Membership, OrganizationSettings, Person, User
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.acts import act_keep
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.services.roles import membership_create
from pmo_site.exchange.models import ImportMapping
from pmo_site.exchange.services.mappings import mapping_delete
from pmo_site.exchange.services.runs import import_check
from pmo_site.exchange.services.uploads import import_upload
from pmo_site.jobs.models import Job
from pmo_site.kernel import clock
from pmo_site.kernel.ids import new_id
from pmo_site.notifications.models import Notice
from pmo_site.pages.services.demo import HOKUTO, MINATO, demo_load
from pmo_site.resources.resource import resources
from pmo_site.resources.services.batches import batch_keep
from pmo_site.resources.services.saved import view_save
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from pmo_site.threads.models import Attachment
from pmo_site.threads.services.attachments import link_add
from pmo_site.threads.services.comments import NewFile, comment_post
from pmo_site.ui.brand import brand_address
from portfolio.models import HealthOverride
from portfolio.services.health import health_compute_day
from projects.imports import PROJECTS
from projects.models import Project, ProjectGrant, ProjectMember
from projects.resources import milestones
from projects.services.member import grant_give, member_tell
from projects.services.undoing import GRANT_GIVEN
from support_office.models import StatusReport
from tests.accounts.world import seeder
from tests.resources.samples import sample

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MONEY = Decimal("7654321987.00")
MONEY_SHOWN = ("7654321987", "7,654")
"""The first project's money as digits, and as the pages show it in millions."""

BRANDS = {HOKUTO.slug: "#00754a", MINATO.slug: "#b3006b"}

ANONYMOUS, OUTSIDER, NOBODY = "anonymous", "outsider", "none"
ORGANIZATION_PRINCIPALS = [role.value for role in OrganizationRole]
PROJECT_PRINCIPALS = [f"project:{role.value}" for role in ProjectRole]
PRINCIPALS = [*ORGANIZATION_PRINCIPALS, *PROJECT_PRINCIPALS, NOBODY, ANONYMOUS, OUTSIDER]

Parts = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """An organization's address with ids for every name that an address can have."""

    slug: str
    parts: Parts


@dataclass
class World:
    """Sessions of all principals, and the targets."""

    sessions: dict[str, str]
    own: Target
    foreign_project: Target
    foreign_ids: Target
    random_ids: Target
    foreign_slug: Target
    no_slug: Target
    client: Client

    def call(self, principal: str, method: str, path: str) -> Any:
        """A request of a principal whose effects are undone."""
        self.client.cookies.clear()
        if principal in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[principal]
        point = transaction.savepoint()
        try:
            answer: Any = self.client.generic(method, path, content_type=_content_type(method, path))
            if answer.streaming:
                b"".join(answer.streaming_content)  # read to its end, so that the file behind it is closed
            return answer
        finally:
            transaction.savepoint_rollback(point)


def _content_type(method: str, path: str) -> str:
    return "application/x-www-form-urlencoded" if method == "POST" and "/api/" not in path else "application/json"


@contextmanager
def built() -> Iterator[World]:
    """The world, in a transaction that is rolled back."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers), transaction.atomic():
        demo_load()
        home, away = (Organization.objects.get(slug=each.slug) for each in (HOKUTO, MINATO))
        own, other = _targets(home)
        abroad, _ = _targets(away)
        sessions = _sessions(home, own.parts["project_id"])
        for target, author in ((own, "pmo_manager@matrix.example"), (other, "pmo_manager@matrix.example")):
            _say(home, target, author)
            _act(home, target, author)
        _say(away, abroad, "pmo-manager@minato.example")
        _act(away, abroad, "pmo-manager@minato.example")
        sessions[OUTSIDER] = _session(User.objects.get(email="pmo-manager@minato.example"))
        own = _with_own(home, own)
        random = {name: _other(name) for name in own.parts}
        yield World(
            sessions=sessions,
            own=own,
            foreign_project=other,
            foreign_ids=Target(home.slug, abroad.parts),
            random_ids=Target(home.slug, random),
            foreign_slug=abroad,
            no_slug=Target("nowhere", abroad.parts),
            client=Client(headers={"accept-language": "en"}, raise_request_exception=False),
        )
        transaction.set_rollback(True)


def _targets(organization: Organization) -> tuple[Target, Target]:
    """The first two projects of an organization with what belongs to them."""
    with tenant(organization.id, history={"system": "test"}):
        if organization.slug == HOKUTO.slug:
            Project.objects.update(original_budget=MONEY, latest_budget=MONEY, actual_cost=MONEY)
        OrganizationSettings.objects.update(brand_color=BRANDS[organization.slug])
        targets = [_target(organization, project) for project in Project.objects.order_by("code")[:2]]
        health_compute_day(day=clock.today("Asia/Tokyo"))
    return targets[0], targets[1]


def _target(organization: Organization, project: Project) -> Target:
    actor = seeder(organization)
    records = _records(actor, project)
    member = ProjectMember.objects.filter(project=project).order_by("id").first()
    person = Person.objects.exclude(memberships=None).order_by("id").first()
    department = Department.objects.order_by("id").first()
    assert member is not None
    assert person is not None
    assert department is not None
    content = f"code,name\nX-1,{department.name}\n".encode()
    brought = import_upload(actor=actor, kind=PROJECTS, file_name=f"{department.name}.csv", content=content)
    import_check(actor=actor, run=brought, choice=brought.choice, as_of=actor.today, remember_as=project.code)
    parts: Parts = {
        **records,
        "register": "projects",
        "project_id": project.pk,
        "member_id": member.pk,
        "person_id": person.pk,
        "object_id": organization.pk,
        "job_id": Job.objects.order_by("event_id")[0].pk,
        "import_id": brought.pk,
        "report_id": StatusReport.objects.filter(project=project).order_by("-number")[0].pk,
        "override_id": _override(project).pk,
        "number": 1,
        "mark": brand_address(organization.slug, BRANDS[organization.slug]).rpartition("-")[2].removesuffix(".css"),
        "notice_id": Notice.objects.order_by("id")[0].pk,
        "mapping_id": ImportMapping.objects.get(name=project.code).pk,
        "deleted_mapping_id": _deleted_mapping(actor, project.code),
        "grant_id": _grant(actor, project),
        "token_id": _token(Membership.objects.order_by("id")[0], project.code).pk,
    }
    return Target(organization.slug, parts)


def _say(organization: Organization, target: Target, email: str) -> None:
    """What is said on a project by somebody, with a file and a link."""
    user = User.objects.get(email=email)
    with tenant(organization.id, user_id=user.pk, history={"user": str(user.pk)}):
        actor = actor_of_user(user.pk, organization_id=organization.id, settings=organization_settings())
        assert actor is not None
        project = Project.objects.get(pk=target.parts["project_id"])
        words = f"{project.name} https://example.org/"
        file = NewFile(f"{project.name}.txt", project.name.encode())
        comment = comment_post(actor=actor, record=project, text=words, file=file)
        attachment = link_add(actor=actor, record=project, url="https://example.org/", label=project.name)
        kept = Attachment.objects.get(comment=comment)
        target.parts.update(
            kind="project",
            record_id=project.pk,
            comment_id=comment.pk,
            attachment_id=attachment.pk,
            file_id=kept.file_id,
        )


def _act(organization: Organization, target: Target, email: str) -> None:
    """A change of somebody's own that can be undone, and a view that they saved."""
    user = User.objects.get(email=email)
    with tenant(organization.id, user_id=user.pk, history={"user": str(user.pk)}):
        actor = actor_of_user(user.pk, organization_id=organization.id, settings=organization_settings())
        assert actor is not None
        entry = (target.parts["milestone_id"], 1, 2)
        batch = batch_keep(actor=actor, resource=milestones, entries=[entry])
        name = str(target.parts["project_id"])
        view = view_save(actor=actor, resource=milestones, name=name, query={"q": name}, is_shared=False)
        assert batch is not None
        act = act_keep(actor=actor, kind=GRANT_GIVEN, facts={"project": name, "page": "project", "grant": 0})
        assert act is not None
        target.parts.update(batch_id=batch.pk, view_id=view.pk, register="milestones", act_id=act.pk)


def _grant(actor: Actor, project: Project) -> int:
    """A single right of somebody who is none of the principals."""
    membership = Membership.objects.order_by("id")[0]
    grant_give(actor=actor, project=project, right=Right.COMMENT_WRITE, membership=membership)
    return int(ProjectGrant._default_manager.get(content_object=project, user=membership.user).pk)


def _token(membership: Membership, name: str) -> ApiToken:
    term = clock.now() + timedelta(days=1)
    key = hashlib.sha256(name.encode()).hexdigest()
    return ApiToken.objects.create(
        membership=membership, name=name, hint="wxyz", key_hash=key, expires_at=term, scopes=[]
    )


def _override(project: Project) -> HealthOverride:
    today = clock.today("Asia/Tokyo")
    return HealthOverride.objects.create(project=project, level="amber", reason="x", starts_on=today, ends_on=today)


def _sessions(home: Organization, project_id: UUID) -> dict[str, str]:
    start = clock.today("Asia/Tokyo") - timedelta(days=20)
    found = {role.value: _session(_member(home, role.value, (role,))) for role in OrganizationRole}
    found[NOBODY] = _session(_member(home, NOBODY, ()))
    for role in ProjectRole:
        name = f"project-{role.value}"
        found[f"project:{role.value}"] = _session(_member(home, name, (OrganizationRole.MEMBER,)))
        with tenant(home.id):
            facts = {"person": Person.objects.get(family_name=name), "role": role, "starts_on": start}
            if role is ProjectRole.PROJECT_MANAGER:
                former = ProjectMember.objects.filter(project_id=project_id, role=role)
                former.update(ends_on=start - timedelta(days=1))
            member_tell(member=ProjectMember.objects.create(project_id=project_id, **facts))
    return found


def _deleted_mapping(actor: Actor, name: str) -> UUID:
    """A copy of remembered columns that was deleted."""
    kept = ImportMapping.objects.filter(name=name).values().get()
    key = new_id()
    mapping = ImportMapping.objects.create(**{**kept, "id": key, "name": f"{name} gone"})
    mapping_delete(actor=actor, mapping=mapping, version=mapping.version)
    return key


def _other(name: str) -> object:
    """A part of an address that names nothing."""
    return {"number": 7, "grant_id": 0, "register": "nothing", "kind": "nothing"}.get(name) or uuid4()


def _records(actor: Actor, project: Project) -> dict[str, UUID]:
    """One record of every register whose records are deleted, and one that was."""
    found: dict[str, UUID] = {}
    for resource in resources():
        if not resource.archives:
            found[resource.parameter] = sample(resource, actor=actor, project=project).pk
            gone = sample(resource, actor=actor, project=project)
            resource.writes.remove(actor=actor, version=gone.version, **{resource.singular: gone})
            found[f"deleted_{resource.parameter}"] = gone.pk
    return found


def _with_own(home: Organization, own: Target) -> Target:
    """The target with a notice and a token of the project's manager, which are nobody else's."""
    name = f"project-{ProjectRole.PROJECT_MANAGER}"
    with tenant(home.id):
        notice = Notice.objects.get(person__family_name=name)
        token = _token(Membership.objects.get(person__family_name=name), name)
    return Target(own.slug, {**own.parts, "notice_id": notice.pk, "token_id": token.pk})


def _member(home: Organization, name: str, roles: tuple[OrganizationRole, ...]) -> User:
    user = User.objects.create_user(f"{name}@matrix.example", language="en")
    with tenant(home.id):
        actor = seeder(home)
        person = person_create(actor=actor, facts=PersonFacts(family_name=name, email=user.email))
        membership_create(actor=actor, person_id=person.id, user_id=user.pk, roles=roles)
    return user


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.get("/me/")  # notes when the session was seen, which is not written again for minutes
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:  # noqa: ARG001  its database
    """One world for all tests of a module."""
    with django_db_blocker.unblock(), built() as found:
        yield found
