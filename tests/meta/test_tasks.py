"""Every task is of one of the three kinds, and run twice it does what it does once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from celery import Task
from django.apps import apps
from django.core import mail
from django.db import models

from pmo_site.accounts.limits import ACT_DAYS
from pmo_site.accounts.models import Invitation, UndoableAct
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.accounts.services.acts import act_keep
from pmo_site.accounts.services.invitations import invitation_send
from pmo_site.accounts.services.organizations import FirstMember, organization_found
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.accounts.services.undoing import SETTINGS_CHANGED
from pmo_site.celery import app
from pmo_site.console.resources import departments
from pmo_site.exchange.services.runs import import_ask, import_check
from pmo_site.exchange.services.uploads import import_upload
from pmo_site.files.services.files import export_store
from pmo_site.jobs.models import OutboxEvent
from pmo_site.jobs.tasks import AccountTask, PlatformTask, TenantTask
from pmo_site.kernel import clock
from pmo_site.notifications.models import Notice
from pmo_site.resources.listing import listing
from pmo_site.resources.services.exports import export_ask
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.domain.project import ProjectStatus
from projects.imports import PROJECTS
from projects.models import Project, ProjectMember
from projects.services.member import member_tell
from support_office.domain.reporting import Cadence
from support_office.models import ReportSchedule, Risk
from tests.accounts.world import Member, make_member, make_organization
from tests.portfolio.imported import work_off

app.loader.import_default_modules()
ROOTS = {"pmo_site", "projects", "portfolio", "standards", "support_office"}
OURS = {name: task for name, task in app.tasks.items() if task.__module__.split(".")[0] in ROOTS}


@dataclass(frozen=True)
class Scene:
    """An organization with a project, its administrator, and an open invitation."""

    organization: Organization
    administrator: Member
    project: Project
    invitation: Invitation

    @property
    def tenant(self) -> str:
        """The organization's id as tasks take it."""
        return str(self.organization.id)

    @property
    def user(self) -> str:
        """The administrator's account."""
        return str(self.administrator.user.pk)


def queued_import(scene: Scene) -> tuple[str, str, str]:
    """An import that waits to be applied, as its task takes it."""
    manager = make_member(scene.organization, OrganizationRole.PMO_MANAGER)
    with manager.acting() as actor:
        run = import_upload(actor=actor, kind=PROJECTS, file_name="list.csv", content=b"code,name\nN-1,new\n")
        run = import_check(actor=actor, run=run, choice=run.choice, as_of=actor.today)
        import_ask(actor=actor, run=run)
    OutboxEvent.objects.all().delete()
    return scene.tenant, str(run.pk), str(manager.user.pk)


def overdue(scene: Scene) -> Scene:
    """A project whose manager owes a report for weeks."""
    manager = make_member(scene.organization, OrganizationRole.MEMBER)
    long_ago = clock.now().date() - timedelta(days=60)
    with tenant(scene.organization.id):
        Project.objects.filter(pk=scene.project.pk).update(status=ProjectStatus.ACTIVE)
        roles = {"role": ProjectRole.PROJECT_MANAGER, "starts_on": long_ago}
        ProjectMember.objects.create(project=scene.project, person=manager.person, **roles)
        schedule = {"cadence": Cadence.WEEKLY, "first_due": long_ago}
        ReportSchedule.objects.create(project=scene.project, **schedule)
    OutboxEvent.objects.all().delete()
    return scene


def expired_export(scene: Scene) -> tuple[str]:
    """A sweep that finds an export whose day is over."""
    with scene.administrator.acting() as actor:
        export_store(actor=actor, name="list.csv", content=b"a,b\n", expires_at=clock.now())
    return (scene.tenant,)


def overdue_risk(scene: Scene) -> Scene:
    """A risk whose response is overdue; its owner has an account."""
    past = clock.now().date() - timedelta(days=9)
    with tenant(scene.organization.id):
        Risk.objects.create(
            project=scene.project,
            number=1,
            code="R-001",
            title="late",
            folded_title="late",
            owner=scene.administrator.person,
            due_on=past,
            live_due_on=past,
            raised_on=past,
        )
    OutboxEvent.objects.all().delete()
    return scene


def told_of_a_role(scene: Scene) -> tuple[str, str, str]:
    """Somebody with an unread notice whose digest hour has come, as the task of the mail takes it."""
    with tenant(scene.organization.id, history={"system": "test"}):
        member = ProjectMember.objects.create(
            project=scene.project,
            person=scene.administrator.person,
            role=ProjectRole.MEMBER,
            starts_on=date(2026, 1, 1),
        )
        member_tell(member=member)
        Notice.objects.update(created_at=clock.now() - timedelta(days=7))
    return scene.tenant, str(scene.administrator.person.pk), clock.now().isoformat()


def asked_export(scene: Scene) -> tuple[str, str, str]:
    """A list whose file somebody asked for, as its task takes it."""
    with scene.administrator.acting() as actor:
        shown = listing(departments, actor, {}, owner=None, fiscal_start=4)
        run = export_ask(actor=actor, shown=shown, form="csv", language="en")
    OutboxEvent.objects.all().delete()
    return scene.tenant, str(run.pk), scene.user


def old_act(scene: Scene) -> tuple[()]:
    """An act whose time to be taken back is over, and one of today."""
    with scene.administrator.acting() as actor:
        for _ in range(2):
            act = act_keep(actor=actor, kind=SETTINGS_CHANGED, facts={"version": 2})
        assert act
        UndoableAct.objects.filter(pk=act.pk).update(made_at=clock.now() - timedelta(days=ACT_DAYS, hours=1))
    return ()


def founded(_scene: Scene) -> tuple[str, str]:
    """An organization that was founded and whose first member is not invited yet."""
    first = FirstMember("東", "", "first@east.example")
    act = organization_found(slug="east", name="East", first=first, operator="operator")
    OutboxEvent.objects.all().delete()
    return str(act.organization_id), str(act.pk)


CASES: dict[str, Callable[[Scene], tuple[Any, ...]]] = {
    "accounts.forget_acts": old_act,
    "accounts.forget_what_is_over": lambda _scene: (),
    "accounts.mail_invitation": lambda scene: (scene.tenant, str(scene.invitation.pk)),
    "accounts.mail_lock_notice": lambda scene: (scene.user, "mark"),
    "accounts.mail_password_reset": lambda scene: (scene.user, "mark"),
    "accounts.open_organization": founded,
    "accounts.mail_security_change": lambda scene: (scene.user, "mark", "password"),
    "exchange.forget_uploads": lambda _scene: (),
    "files.hand_out_sweeps": lambda _scene: (),
    "files.sweep": expired_export,
    "jobs.forget": lambda _scene: (),
    "jobs.note_beat": lambda _scene: (),
    "notifications.gather_mails": lambda scene: (told_of_a_role(scene)[0],),
    "notifications.hand_out_mails": lambda scene: told_of_a_role(scene)[:0],
    "notifications.mail_notices": told_of_a_role,
    "portfolio.assess_project": lambda scene: (scene.tenant, str(scene.project.pk)),
    "portfolio.compute_daily_health": lambda scene: (scene.tenant,),
    "portfolio.compute_health_for": lambda scene: (scene.tenant, clock.now().date().isoformat(), "import-1"),
    "portfolio.hand_out_daily_health": lambda _scene: (),
    "exchange.run_import": queued_import,
    "support_office.hand_out_overdue": lambda _scene: (),
    "resources.run_export": asked_export,
    "support_office.hand_out_report_reminders": lambda _scene: (),
    "support_office.remind_of_reports": lambda scene: (overdue(scene).tenant,),
    "support_office.tell_overdue": lambda scene: (overdue_risk(scene).tenant,),
}
"""What each task is given."""

CHANGES_NOTHING = {
    "accounts.forget_what_is_over": "nothing is over in a new organization",
    "exchange.forget_uploads": "nothing is over in a new organization",
    "files.hand_out_sweeps": "a new organization has no files",
    "jobs.forget": "nothing is over in a new organization",
    "jobs.note_beat": "a sign of life is no record",
}
"""Tasks that find nothing to do in the scene, and why."""


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001  the database is open
    """Something for every task to do."""
    organization = make_organization("north")
    administrator = make_member(organization, OrganizationRole.TENANT_ADMINISTRATOR)
    with tenant(organization.id):
        project = Project.objects.create(code="P-1", name="x", folded_name="x")
    with administrator.acting() as actor:
        person = person_create(actor=actor, facts=PersonFacts("花田", "花"))
        invitation = invitation_send(
            actor=actor, person_id=person.id, email="hana@new.example", role=OrganizationRole.MEMBER
        )
    return Scene(organization, administrator, project, invitation)


def state(organization: Organization) -> dict[str, list[str]]:
    """Every row of ours but what was asked for and signs of life, and every mail."""
    found = {"mails": [str(message.body) for message in mail.outbox]}
    with tenant(organization.id):
        for model in apps.get_models():
            if model.__module__.split(".")[0] in ROOTS and model.__name__ not in {
                "OutboxEvent",
                "Job",
                "Heartbeat",
            }:
                rows: models.QuerySet[Any, Any] = models.QuerySet(model).order_by("pk").values()
                found[model._meta.label] = [str({name: _plain(value) for name, value in row.items()}) for row in rows]
    return found


def _plain(value: object) -> object:
    """A value by what it holds; stored bytes come as views, which show their place in memory."""
    return bytes(value) if isinstance(value, memoryview) else value


def test_every_task_is_of_one_of_the_three_kinds_and_is_run_twice_here() -> None:
    assert set(OURS) == set(CASES)
    for task in OURS.values():
        assert isinstance(task, TenantTask | AccountTask | PlatformTask), task.name


@pytest.mark.parametrize("name", CASES)
def test_a_task_delivered_twice_does_its_work_once(scene: Scene, name: str) -> None:
    OutboxEvent.objects.all().delete()
    task: Task[Any, Any] = OURS[name]
    arguments = CASES[name](scene)
    before = state(scene.organization)
    states = []
    for _ in range(2):
        task(*arguments)
        work_off()
        states.append(state(scene.organization))
    assert states[0] == states[1]
    assert name in CHANGES_NOTHING or states[0] != before
