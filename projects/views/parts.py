"""What the pages of projects share: finders, tabs, and how a value is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.kernel.calendar import fiscal_year
from pmo_site.resources.resource import owned_by
from pmo_site.resources.views.problems import tell_archived
from pmo_site.ui.parts import Crumb, Tab
from pmo_site.ui.tabs import tabs_for
from projects.models import Project
from projects.selectors import accountable_manager, manager_read, project_get


def find_project(actor: Actor, *, project_id: UUID, **_others: object) -> Project | None:
    """The project that an address names, if the actor may see it."""
    return project_get(actor, project_id)


def address(request: ActorRequest, name: str, **parts: object) -> str:
    """An address within the reader's organization."""
    return reverse(f"projects:{name}", kwargs={"slug": request.organization.slug, **parts})


def put_away(request: ActorRequest, project: Project) -> HttpResponse | None:
    """The way to an archived project's page, where it is restored first; None while it may be changed."""
    if project.archived_at is None:
        return None
    tell_archived(request)
    return redirect(address(request, "detail", project_id=project.pk))


def person_name(person: Person | None) -> str | None:
    """A person's name in the reader's language."""
    return None if person is None else person.display(get_language() or "ja")


def manager_of(project: Project) -> Person | None:
    """The accountable manager of today, read with the project."""
    return manager_read(project)


def crumbs(request: ActorRequest, project: Project | None = None, last: str | Promise = "") -> list[Crumb]:
    """The way from the list to this page."""
    found = [Crumb(_("Projects"), address(request, "list"))]
    if project is not None:
        found.append(Crumb(project.code, address(request, "detail", project_id=project.pk) if last else ""))
    if last:
        found.append(Crumb(last))
    return found


def project_tabs(request: ActorRequest, project: Project, current: str) -> list[Tab]:
    """The pages of a project: its registers, those of higher apps, its people; its history comes last."""
    names = [("members", _("People"))]
    if may(request.actor, Right.GRANTS_MANAGE, project):
        names.append(("grants", _("Single grants")))
    names += [("comments", _("Comments")), ("history", _("History"))]
    own = [Tab(label, address(request, name, project_id=project.pk), name == current) for name, label in names]
    status = Tab(_("Status"), address(request, "detail", project_id=project.pk), current == "detail")
    parts = {"slug": request.organization.slug, "project_id": project.pk}
    added = tabs_for("project", allows=lambda right: may(request.actor, Right(right), project))
    others = [Tab(tab.label, reverse(tab.route, kwargs=parts), tab.key == current) for tab in added]
    return [status, *_register_tabs(request, project, current), *others, *own]


def _register_tabs(request: ActorRequest, project: Project, current: str) -> list[Tab]:
    """A tab for each register whose records belong to projects and that stands under no other one."""
    slug = request.organization.slug
    return [
        Tab(
            capfirst(kind.many),
            reverse(f"{kind.key}:owned", kwargs={"slug": slug, "project_id": project.pk}),
            kind.key == current,
        )
        for kind in owned_by(Project)
        if not kind.tab and may(request.actor, kind.rights.view, project)
    ]


def _fiscal_year(request: ActorRequest, project: Project) -> int | None:
    """The fiscal year in which the project is to finish, by the organization's own first month."""
    finish = project.actual_finish or project.forecast_finish or project.baseline_finish
    return None if finish is None else fiscal_year(finish, request.settings.fiscal_year_start)


def frame(request: ActorRequest, project: Project, current: str, last: str | Promise = "") -> dict[str, Any]:
    """What every page of a project shows around its own content."""
    return {
        "project": project,
        "tabs": project_tabs(request, project, current),
        "is_status": current == "detail",
        "crumbs": crumbs(request, project, last),
        "finish_year": _fiscal_year(request, project),
        "manager": person_name(accountable_manager(request.actor, project)),
        "sees_money": may(request.actor, Right.MONEY_VIEW, project),
        "may_change": project.archived_at is None and may(request.actor, Right.PROJECT_CHANGE, project),
        "may_archive": may(request.actor, Right.PROJECT_ARCHIVE, project),
    }
