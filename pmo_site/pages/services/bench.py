"""Makes the bench organizations: three tenants alike, each text of a tenant bearing that tenant's canary."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from pmo_site.accounts.models import ApiToken, Membership, MembershipRole, OrganizationSettings, Person, User
from pmo_site.accounts.policy import Actor, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.scopes import FOR_HOLDERS, TokenScope
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.organizations import organization_suspend
from pmo_site.accounts.services.tokens import TokenFacts, token_create, token_revoke
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError
from pmo_site.pages.bench import PROJECTS, USERS, BenchUser, links_of, values_of
from pmo_site.pages.services.bench_records import bench_records_store
from pmo_site.resources.resource import Resource, resources
from pmo_site.tenancy.context import require_organization_id, tenant
from pmo_site.tenancy.models import Organization
from projects.models import Project, ProjectMember

TENANTS: Final = ("A", "B", "C")
SUSPENDED: Final = "C"
OWN: Final = "projects"
_DAYS = 90


@dataclass(slots=True)
class BenchTenant:
    """What the manifest says of one organization; `objects` are ids by kind, with the project of each."""

    name: str
    slug: str
    organization_id: str
    canary: str
    state: str = "active"
    users: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    objects: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def note(self, kind: str, key: object, project: Project | None = None) -> None:
        """Add the id of a record."""
        entry = {"id": str(key), **({"project_id": str(project.pk)} if project else {})}
        self.objects.setdefault(kind, []).append(entry)


def bench_load() -> dict[str, Any]:
    """Make the three organizations in one transaction; returns the manifest, which alone knows keys and passwords."""
    with transaction.atomic():
        made = {name: _tenant(name) for name in TENANTS}
    return {"base_url": settings.SITE_URL, "tenants": {name: asdict(each) for name, each in made.items()}}


def _tenant(name: str) -> BenchTenant:
    canary = f"CANARY-{name}-{uuid4()}"
    organization = Organization.objects.create(slug=f"bench-{name.lower()}", name=canary)
    made = BenchTenant(name, organization.slug, str(organization.pk), canary)
    with tenant(organization.pk, history={"system": "bench"}):
        OrganizationSettings.objects.create()
        people = {user.key: _user(made, user) for user in USERS}
        manager = _actor(made, "pmo_manager")
        projects = _registers(made, manager)
        _assign(made, projects, people)
        _tokens(made)
        bench_records_store(note=made.note, canary=canary, actor=manager, project=projects[0])
    if name == SUSPENDED:
        rights = frozenset({Right.ORGANIZATION_OPERATE})
        operator = system_actor(organization.pk, "bench", rights, today=clock.now().date())
        organization_suspend(actor=operator, organization_id=organization.pk, reason=canary)
        made.state = "suspended"
    return made


def _user(made: BenchTenant, user: BenchUser) -> Person:
    password, email = secrets.token_urlsafe(18), f"{user.key.replace('_', '-')}@{made.slug}.example"
    account = User.objects.create_user(email, password)
    person = Person.objects.create(
        family_name=made.canary, given_name=user.key, family_name_reading=made.canary, email=email
    )
    membership = Membership.objects.create(user=account, person=person)
    MembershipRole.objects.create(membership=membership, role=user.role.value)
    made.users[user.key] = {
        "email": email,
        "password": password,
        "user_id": str(account.pk),
        "person_id": str(person.pk),
    }
    return person


def _actor(made: BenchTenant, key: str) -> Actor:
    """A member as the edge would know them."""
    found = Membership.objects.get(user__email=made.users[key]["email"])
    actor = actor_of_user(found.user_id, organization_id=require_organization_id(), settings=organization_settings())
    if actor is None:
        raise LookupError(key)
    return actor


def _registers(made: BenchTenant, actor: Actor) -> list[Project]:
    """One record of every register in each project that may own one; whatever is declared comes in by itself."""
    # The loader keeps every log, which in life is the right of those who work on the project.
    writer = system_actor(actor.organization_id, "bench", frozenset(Right), today=actor.today)
    number = count(1)
    kinds = sorted(resources(), key=lambda each: (each.key != OWN, links_of(each), each.key))
    projects: list[Project] = []
    for kind in kinds:
        times = PROJECTS if kind.key == OWN else 1
        for owner in projects if kind.owner else [None] * times:
            record = _record(kind, writer, made.canary, next(number), owner)
            made.note(kind.key, record.pk, owner)
            if isinstance(record, Project):
                projects.append(record)
    return projects


def _record(kind: Resource, actor: Actor, canary: str, number: int, owner: Project | None) -> Any:  # noqa: ANN401  any kind of record
    """A record made by the register's own service: the first values that its rules take."""
    refused: Exception = LookupError(kind.key)
    parents = {"project": owner} if owner else {}
    for values in values_of(kind, canary=canary, today=actor.today, number=number):
        try:
            with transaction.atomic():
                return kind.writes.create(actor=actor, values=values, **parents)
        except RuleError as error:
            refused = error
    raise refused


def _assign(made: BenchTenant, projects: list[Project], people: Mapping[str, Person]) -> None:
    today = clock.now().date()
    for user in USERS:
        if user.project_role is not None:
            member = ProjectMember.objects.create(
                project=projects[user.project], person=people[user.key], role=user.project_role, starts_on=today
            )
            made.note("members", member.pk, projects[user.project])


def _tokens(made: BenchTenant) -> None:
    """A token of the PMO manager that reads, one that writes, one that has expired and one that was revoked."""
    actor = _actor(made, "pmo_manager")
    reading = [scope.value for scope in TokenScope if scope.value.endswith(":read")]
    every = [scope.value for scope in TokenScope if scope not in FOR_HOLDERS]
    for name, scopes in (("read", reading), ("write", every), ("expired", every), ("revoked", every)):
        token, key = _made(actor, f"{made.canary} {name}"[:100], scopes)
        made.tokens[name] = {"id": str(token.pk), "key": key, "owner": "pmo_manager"}
        made.note("tokens", token.pk)
    ApiToken.objects.filter(pk=made.tokens["expired"]["id"]).update(expires_at=clock.now() - timedelta(days=1))
    token_revoke(actor=actor, token_id=ApiToken.objects.get(pk=made.tokens["revoked"]["id"]).pk)


def _made(actor: Actor, name: str, scopes: list[str]) -> tuple[ApiToken, str]:
    made = token_create(actor=actor, facts=TokenFacts(name, scopes, _DAYS))
    return made.token, made.key
