"""The whole site with the demo in it, served to Chromium: who can sign in, and what addresses name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from pmo_site.accounts.adapter import MfaAdapter
from pmo_site.accounts.models import Department, Invitation, Person, User
from pmo_site.accounts.policy import system_actor
from pmo_site.accounts.roles import OrganizationRole, Right
from pmo_site.accounts.services.invitations import invitation_key_make
from pmo_site.exchange.models import ImportRun
from pmo_site.jobs.models import Job
from pmo_site.kernel import clock
from pmo_site.notifications.models import Notice
from pmo_site.pages.demo.cast import DEMO_PASSWORD
from pmo_site.pages.services.demo import HOKUTO, demo_load
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.services.health import health_compute_day
from projects.models import Milestone, Project, ProjectMember
from projects.services.import_run import import_upload
from support_office.domain.report import ReportState
from support_office.models import Action, Issue, Risk, StatusReport

WITH_SECOND_FACTOR: Final = "pmo-expert"
SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DAYS_OF_HEALTH: Final = 6
READERS: Final = ("pmo-manager", "pm", "stakeholder", "none", "auditor", WITH_SECOND_FACTOR)


@dataclass(frozen=True)
class Demo:
    """The served site: its address, a session per reader, and the records that addresses name."""

    url: str
    sessions: Mapping[str, str]
    parts: Mapping[str, object]
    invitation: Mapping[str, str]
    reset: Mapping[str, str]

    def cookies(self, reader: str) -> list[dict[str, Any]]:
        """The cookie that makes a browser that reader's; none for nobody."""
        if reader == "nobody":
            return []
        return [{"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[reader], "url": self.url}]

    def path(self, route: str) -> str:
        """The address of a route, its parts filled from the demo."""
        special = {
            "invitation": self.invitation,
            "account_reset_password_from_key": self.reset,
            "support_office:edit": {**self.parts, "report_id": self.parts["draft_id"]},
        }
        wanted = special.get(route, self.parts)
        names = parts_of(route)
        return reverse(route, kwargs={name: wanted[name] for name in names})

    def at(self, tail: str) -> str:
        """The full address of a page of the first organization."""
        return f"{self.url}/o/{HOKUTO.slug}/{tail}"


def routes() -> dict[str, URLPattern]:
    """Every named address of the site; the stories and the operations of the API have tests of their own."""
    return {name: pattern for name, pattern in _walk(get_resolver().url_patterns) if not name.startswith("stories")}


def _walk(patterns: list[Any], space: str = "", before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, address)
        elif not address.startswith("api/") or f"{space}{pattern.name}" == "api:docs":
            yield f"{space}{pattern.name}", pattern


def parts_of(route: str) -> set[str]:
    """The names of the parts of a route's address."""
    name = route.rpartition(":")[2]
    resolver: Any = get_resolver()
    found: set[str] = set()
    for space in route.split(":")[:-1]:
        prefix, resolver = resolver.namespace_dict[space]
        pairs = re.findall(r"<(?:\w+:)?(\w+)>|%\((\w+)\)s", prefix)
        found |= {part for pair in pairs for part in pair if part}
    return found | set(resolver.reverse_dict.getlist(name)[0][0][0][1])


def load() -> tuple[dict[str, object], dict[str, str], dict[str, str]]:
    """Commit the demo with a week of health, an open invitation, an account with a second factor, and a reset key."""
    demo_load()
    organization = Organization.objects.get(slug=HOKUTO.slug)
    with tenant(organization.id, history={"system": "demo"}):
        today = clock.now().date()
        for back in range(DAYS_OF_HEALTH - 1, -1, -1):
            health_compute_day(day=today - timedelta(days=back))
        parts = _parts()
        invitation = _invitation()
    user = User.objects.get(email=f"{WITH_SECOND_FACTOR}@{HOKUTO.slug}.example")
    _second_factor(user)
    lost = User.objects.get(email=f"lead@{HOKUTO.slug}.example")
    reset = {"uidb36": user_pk_to_url_str(lost), "key": default_token_generator.make_token(lost)}
    return parts, invitation, reset


def _parts() -> dict[str, object]:
    project = Project.objects.order_by("code")[0]
    milestone = Milestone.objects.filter(project=project).order_by("baseline_on")[0]
    member = ProjectMember.objects.filter(project=project).order_by("id")[0]
    return {
        "slug": HOKUTO.slug,
        "project_id": project.pk,
        "milestone_id": milestone.pk,
        "member_id": member.pk,
        "person_id": Person.objects.order_by("id")[0].pk,
        "department_id": Department.objects.order_by("id")[0].pk,
        "job_id": Job.objects.order_by("event_id")[0].pk,
        "draft_id": _draft().pk,
        "report_id": StatusReport.objects.filter(project=project).order_by("-number")[0].pk,
        "import_id": _import(Organization.objects.get(slug=HOKUTO.slug).id).pk,
        "notice_id": Notice.objects.order_by("id")[0].pk,
        "risk_id": Risk.objects.get(issues__isnull=False).pk,
        "issue_id": Issue.objects.get(risk__isnull=False).pk,
        "action_id": Action.objects.filter(issue__isnull=False).order_by("id")[0].pk,
    }


def _draft() -> StatusReport:
    """A returned report of another project, whose editor is looked at."""
    waiting = StatusReport.objects.get(project__code="P-2604")
    values = {"state": ReportState.RETURNED, "return_reason": "α≠β"}
    StatusReport.objects.filter(pk=waiting.pk).update(**values)
    return waiting


def _import(organization_id: UUID) -> ImportRun:
    """An uploaded list whose columns are to be confirmed."""
    actor = system_actor(organization_id, "demo", frozenset(Right), today=clock.now().date())
    # Heads that are no words of the catalog: on an English page a Japanese word of ours would be a fault.
    content = "uniqueId,projectName,dept,totalBudget\nX-1,Paperless office,法務部,1200万円\n".encode()
    return import_upload(actor=actor, file_name="list-2026.csv", content=content)


def _invitation() -> dict[str, str]:
    invited = Person.objects.create(family_name="花田", given_name="花", email="hana@new.example")
    inviter = Person.objects.order_by("id")[0]
    with transaction.atomic():
        invitation = Invitation.objects.create(
            person=invited,
            email="hana@new.example",
            role=OrganizationRole.MEMBER,
            key_hash="",
            invited_by=inviter,
            expires_at=clock.now() + timedelta(days=7),
        )
        made = invitation_key_make(invitation_id=invitation.id)
    assert made
    return {"slug": HOKUTO.slug, "key": made[1]}


def _second_factor(user: User) -> None:
    hidden = MfaAdapter().encrypt(SECRET)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": hidden})
    seed = MfaAdapter().encrypt("a1" * 40)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": seed, "used_mask": 0})


def session_of(reader: str) -> str:
    """Sign a person of the demo in by the form, and by the code where they have a second factor; the session's key."""
    client = Client()
    email = f"{reader}@{HOKUTO.slug}.example"
    client.post("/accounts/login/", {"login": email, "password": DEMO_PASSWORD})
    if reader == WITH_SECOND_FACTOR:
        user = User.objects.get(email=email)
        codes: Any = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap()
        client.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert client.get("/me/").status_code == 200, f"{reader} could not sign in"
    client.post("/accounts/reauthenticate/", {"password": DEMO_PASSWORD})
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def half_signed_in() -> str:
    """The session of somebody whose password was right and whose code is asked for."""
    client = Client()
    client.post("/accounts/login/", {"login": f"{WITH_SECOND_FACTOR}@{HOKUTO.slug}.example", "password": DEMO_PASSWORD})
    return client.cookies[settings.SESSION_COOKIE_NAME].value
