"""The whole site with the demo in it, served to Chromium: who can sign in, and what addresses name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from pmo_site.accounts.adapter import MfaAdapter
from pmo_site.accounts.models import Department, Invitation, Membership, Person, User
from pmo_site.accounts.policy import Actor, system_actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.acts import act_keep
from pmo_site.accounts.services.invitations import invitation_key_make
from pmo_site.accounts.services.tokens import TokenFacts, token_create, token_revoke, token_used
from pmo_site.exchange.models import ImportMapping, ImportRun
from pmo_site.exchange.services.runs import import_ask, import_check
from pmo_site.exchange.services.uploads import import_upload
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.notifications.models import Notice
from pmo_site.pages.demo.cast import DEMO_PASSWORD
from pmo_site.pages.services.demo import HOKUTO, demo_load
from pmo_site.pages.services.demo_diary import diary_change, diary_store, past
from pmo_site.resources.resource import resources
from pmo_site.resources.services.batches import batch_keep
from pmo_site.resources.services.saved import view_save
from pmo_site.tenancy.context import require_organization_id, tenant
from pmo_site.tenancy.models import Organization
from pmo_site.threads.services.attachments import attachment_add, link_add
from pmo_site.threads.services.comments import NewFile, comment_post
from portfolio.models import HealthOverride
from portfolio.services.health import health_compute_day
from projects.imports import PROJECTS
from projects.models import Milestone, Project, ProjectGrant, ProjectMember
from projects.resources import projects
from projects.services.member import grant_give
from projects.services.undoing import GRANT_GIVEN
from support_office.domain.month_ends import month_ends
from support_office.domain.report import ReportState
from support_office.models import Action, Issue, Risk, StatusReport
from support_office.resources import decisions
from tests.exchange.bring import job_of
from tests.resources.samples import sample

WITH_SECOND_FACTOR: Final = "pmo-expert"
SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DAYS_OF_HEALTH: Final = 6
MONTHS_OF_HEALTH: Final = (190, 160, 130, 95, 65, 35)
"""Days before today for which a light stands in earlier months."""
READERS: Final = (
    "pmo-manager", "pm", "stakeholder", "none", "auditor", "executive", "pso", WITH_SECOND_FACTOR
)  # fmt: skip


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
    """Every named address of the site; stories, operations of the API and operators' pages have tests of their own."""
    apart = ("stories", "platform:")
    return {name: pattern for name, pattern in _walk(get_resolver().url_patterns) if not name.startswith(apart)}


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
        for back in (*MONTHS_OF_HEALTH, *range(DAYS_OF_HEALTH - 1, -1, -1)):
            health_compute_day(day=today - timedelta(days=back))
        parts = _parts()
        _past_exposure(today)
        _dead_letters()
        invitation = _invitation()
    user = User.objects.get(email=f"{WITH_SECOND_FACTOR}@{HOKUTO.slug}.example")
    _second_factor(user)
    lost = User.objects.get(email=f"lead@{HOKUTO.slug}.example")
    reset = {"uidb36": user_pk_to_url_str(lost), "key": default_token_generator.make_token(lost)}
    return parts, invitation, reset


def _past_exposure(today: date) -> None:
    """Risks of past months, each closed before the next was written down, so that exposure has a course."""
    project = Project.objects.order_by("code")[0]
    zone = ZoneInfo("Asia/Tokyo")
    for place, end in enumerate(month_ends(today)[4:]):
        loss = Decimal(90_000_000 + 22_000_000 * ((place * 3) % 5))
        facts = {"title": f"{end:%Y/%m}の相場", "raised_on": end, "expected_loss": loss}
        risk = Risk(project=project, number=900 + place, code=f"R-{900 + place}", **facts)
        at = datetime.combine(end, time(9), zone)
        with past():
            diary_store([(risk, at)])
            risk.state = "closed"
            diary_change([risk], ["state"], at=at + timedelta(days=20))


def _parts() -> dict[str, object]:
    project = Project.objects.order_by("code")[0]
    milestone = Milestone.objects.filter(project=project).order_by("baseline_on")[0]
    member = ProjectMember.objects.filter(project=project).order_by("id")[0]
    return {
        "slug": HOKUTO.slug,
        "project_id": project.pk,
        "project_code": project.code,
        "milestone_id": milestone.pk,
        **_registers(project),
        "member_id": member.pk,
        "person_id": Person.objects.order_by("id")[0].pk,
        "department_id": Department.objects.order_by("id")[0].pk,
        "job_id": Job.objects.order_by("event_id")[0].pk,
        "draft_id": _draft().pk,
        "report_id": StatusReport.objects.filter(project=project).order_by("-number")[0].pk,
        "import_id": _import(Organization.objects.get(slug=HOKUTO.slug).id).pk,
        **_talk(project),
        "override_id": _override(project).pk,
        "notice_id": Notice.objects.order_by("id")[0].pk,
        "mapping_id": ImportMapping.objects.get().pk,
        "token_id": _tokens(),
        "grant_id": _grant(project),
        "at_work": _at_work(Organization.objects.get(slug=HOKUTO.slug).id).pk,
        "risk_id": Risk.objects.get(issues__isnull=False).pk,
        "issue_id": Issue.objects.get(risk__isnull=False).pk,
        "action_id": Action.objects.filter(issue__isnull=False).order_by("id")[0].pk,
    }


def _registers(project: Project) -> dict[str, object]:
    """What was decided, a change that can be undone, and a view that somebody saved."""
    manager = _acting("pmo-manager")
    assert manager.person_id is not None
    words = (("改札の製作はB社に委託する", "scope"), ("凍結の前にリハーサルを行う", "schedule"))
    made = []
    for number, (title, subject) in enumerate(words):
        values = {"title": title, "subject": subject, "decided_on": manager.today - timedelta(days=9 * number)}
        reason = "A ≥ 3, B ≥ 5\nhttps://example.org/minutes/42"
        values |= {"reason": reason, "decided_by_id": manager.person_id}
        made.append(decisions.writes.create(actor=manager, project=project, values=values))
    batch = batch_keep(actor=manager, resource=decisions, entries=[(made[0].pk, None, 1)])
    query = {"status": "active", "sort": "-forecast_finish"}
    view = view_save(actor=manager, resource=projects, name="2026 ≥ 50%", query=query, is_shared=True)
    act = act_keep(actor=manager, kind=GRANT_GIVEN, facts={"project": str(project.pk), "page": "project"})
    assert batch is not None
    assert act is not None
    placed = [each for each in resources() if each.key in {"portfolios", "programs", "placements", "recipients"}]
    return {
        "decision_id": made[0].pk,
        "batch_id": batch.pk,
        "act_id": act.pk,
        "view_id": view.pk,
        "register": "projects",
        **{each.parameter: sample(each, actor=manager, project=project).pk for each in placed},
    }


def _tokens() -> UUID:
    """Tokens of two members: one in use, one revoked; the first is the manager's."""
    names = [("pmo-manager", "SAP sync"), ("pmo-manager", "Power BI"), ("pm", "Slack")]
    facts = [
        TokenFacts(name, ("projects:read", "money:read", "organization:read"), 90, ("192.0.2.0/24",))
        for _, name in names
    ]
    made = [
        token_create(actor=_acting(reader), facts=each).token for (reader, _), each in zip(names, facts, strict=True)
    ]
    token_used(token=made[0])
    token_revoke(actor=_acting("pmo-manager"), token_id=made[1].pk)
    return made[0].pk


def _grant(project: Project) -> int:
    """A right beyond a role."""
    membership = Membership.objects.get(user__email=f"lead@{HOKUTO.slug}.example")
    grant_give(actor=_acting("pmo-manager"), project=project, right=Right.MONEY_VIEW, membership=membership)
    return int(ProjectGrant._default_manager.get(content_object=project, user=membership.user).pk)


def _draft() -> StatusReport:
    """A returned report of another project, whose editor is looked at."""
    waiting = StatusReport.objects.get(project__code="P-2604")
    values = {"state": ReportState.RETURNED, "return_reason": "α≠β"}
    StatusReport.objects.filter(pk=waiting.pk).update(**values)
    return waiting


def _acting(reader: str) -> Actor:
    user = User.objects.get(email=f"{reader}@{HOKUTO.slug}.example")
    found = actor_of_user(user.pk, organization_id=require_organization_id(), settings=organization_settings())
    assert found is not None
    return found


def _talk(project: Project) -> dict[str, object]:
    """A talk on the first project, with a file and a link; the last word is the PMO manager's."""
    manager, pm = _acting("pmo-manager"), _acting("pm")
    first = "移管の通し稽古は12時間40分。\nhttps://example.org/rehearsals/3"
    paper = NewFile("第3回リハーサル_rehearsal-log.txt", b"12:40\n")
    comment_post(actor=pm, record=project, text=first, mention=[manager.person_id], file=paper)  # type: ignore[list-item]  # members are people
    comment = comment_post(actor=manager, record=project, text="長い名前" * 40)
    link = link_add(actor=manager, record=project, url="https://example.org/" + "long-address/" * 20)
    file = attachment_add(actor=manager, record=project, name="minutes.pdf", content=b"%PDF-1.7\n").file_id
    return {"kind": "project", "record_id": project.pk, "comment_id": comment.pk, "attachment_id": link.pk,
            "file_id": file}  # fmt: skip


def _override(project: Project) -> HealthOverride:
    """A level of the PMO's own beside the computed one."""
    today = clock.now().date()
    term = {"starts_on": today - timedelta(days=3), "ends_on": today + timedelta(days=14)}
    return HealthOverride.objects.create(project=project, level="amber", reason="PMO: CR-12", **term)


def _import(organization_id: UUID) -> ImportRun:
    """An uploaded list whose columns are to be confirmed."""
    actor = system_actor(organization_id, "demo", frozenset(Right), today=clock.now().date())
    # Heads that are no words of the catalog: on an English page a Japanese word of ours would be a fault.
    content = "uniqueId,projectName,dept,totalBudget\nX-1,Paperless office,法務部,1200万円\n".encode()
    run = import_upload(actor=actor, kind=PROJECTS, file_name="list-2026.csv", content=content)
    checked = import_check(actor=actor, run=run, choice=run.choice, as_of=actor.today, remember_as="Yearly list")
    return import_check(actor=actor, run=checked, choice=checked.choice, as_of=actor.today)


def _at_work(organization_id: UUID) -> ImportRun:
    """A long list that is half stored."""
    actor = system_actor(organization_id, "demo", frozenset(Right), today=clock.now().date())
    run = import_upload(actor=actor, kind=PROJECTS, file_name="long.csv", content=b"code,name\nX-2,Archive\n")
    run = import_ask(actor=actor, run=import_check(actor=actor, run=run, choice=run.choice, as_of=actor.today))
    Job.objects.filter(pk=job_of(run)).update(state=JobState.RUNNING, steps_done=24_000, steps_total=50_000)
    return run


def _dead_letters() -> None:
    """Jobs that failed for good, for two reasons."""
    tasks = ("notifications.gather_mails", *["support_office.remind_of_reports", "files.sweep"] * 2)
    for place, task in enumerate(tasks):
        job_id = ask(task, organization_id=require_organization_id(), once=f"dead letter {place}")
        assert job_id is not None, "an organization's task has a job"
        reason = "lost" if place else "error:SMTPServerDisconnected"
        facts = {"state": JobState.FAILED, "attempts": 3, "reason": reason, "finished_at": clock.now()}
        Job.objects.filter(pk=job_id).update(**facts)


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
