"""One record of each kind that is no register: talk, files, reports, overrides, views, imports, notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.exchange.services.runs import import_check
from pmo_site.exchange.services.uploads import import_upload
from pmo_site.jobs.models import Job
from pmo_site.kernel import clock
from pmo_site.notifications.models import Notice
from pmo_site.resources.services.saved import view_save
from pmo_site.threads.models import Attachment
from pmo_site.threads.services.attachments import link_add
from pmo_site.threads.services.comments import NewFile, comment_post
from portfolio.models import HealthOverride, ProjectHealth
from portfolio.services.health import health_compute_day
from projects.imports import PROJECTS
from projects.models import Project, ProjectMember
from projects.resources import projects
from projects.services.member import member_tell
from support_office.models import StatusReport
from support_office.selectors.figures import report_figures

Note = Callable[[str, object, Project | None], None]


def bench_records_store(*, note: Note, canary: str, actor: Actor, project: Project) -> None:
    """Store one of each, with the canary in every free text."""
    _talk(note, canary, actor, project)
    _report(note, canary, actor, project)
    _health(note, canary, actor, project)
    view = view_save(actor=actor, resource=projects, name=canary, query={"status": "active"}, is_shared=True)
    note("saved_views", view.pk, None)
    content = f"code,name\nX-1,{canary}\n".encode()
    run = import_upload(actor=actor, kind=PROJECTS, file_name=f"{canary}.csv", content=content)
    import_check(actor=actor, run=run, choice=run.choice, as_of=actor.today, remember_as=canary)
    note("imports", run.pk, None)
    for member in ProjectMember.objects.filter(project=project):
        member_tell(member=member)
    for notice in Notice.objects.all()[:1]:
        note("notices", notice.pk, None)
    for job in Job.objects.all()[:1]:
        note("jobs", job.pk, None)


def _talk(note: Note, canary: str, actor: Actor, project: Project) -> None:
    comment = comment_post(actor=actor, record=project, text=canary, file=NewFile(f"{canary}.txt", canary.encode()))
    link = link_add(actor=actor, record=project, url="https://example.org/", label=canary)
    note("comments", comment.pk, project)
    note("attachments", link.pk, project)
    for kept in Attachment.objects.filter(comment=comment):
        note("attachments", kept.pk, project)
        note("files", kept.file_id, project)


def _report(note: Note, canary: str, actor: Actor, project: Project) -> None:
    since = actor.today - timedelta(days=6)
    report = StatusReport.objects.create(
        project=project,
        number=1,
        state="submitted",
        period_from=since,
        period_to=actor.today,
        summary=canary,
        achievements=canary,
        next_steps=canary,
        overall="green",
        declared={"schedule": {"level": "green", "comment": canary}},
        ask_text=canary,
        ask_recommendation=canary,
        ask_due_on=actor.today + timedelta(days=7),
        figures=report_figures(project, since=since, as_of=actor.today),
        submitted_at=clock.now(),
        submitted_by=Person.objects.filter(given_name="pm").first(),
    )
    note("reports", report.pk, project)


def _health(note: Note, canary: str, actor: Actor, project: Project) -> None:
    override = HealthOverride.objects.create(
        project=project,
        level="amber",
        reason=canary,
        starts_on=actor.today,
        ends_on=actor.today + timedelta(days=30),
    )
    note("overrides", override.pk, project)
    health_compute_day(day=actor.today)
    for light in ProjectHealth.objects.filter(project=project):
        note("health", light.pk, project)
