"""What the pages of reports share: finders, addresses, the frame."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.ui.parts import Crumb
from projects.models import Project
from projects.views.parts import frame
from support_office.models import StatusReport
from support_office.selectors.reports import report_get

TAB = "reports"


def find_report(actor: Actor, *, report_id: UUID, **_others: object) -> StatusReport | None:
    """The report that an address names, if the actor may read it."""
    return report_get(actor, report_id)


def address(request: ActorRequest, name: str, **parts: object) -> str:
    """An address of the support office within the reader's organization."""
    return reverse(f"support_office:{name}", kwargs={"slug": request.organization.slug, **parts})


def report_frame(request: ActorRequest, project: Project, last: str | Promise = "") -> dict[str, Any]:
    """What every page about a project's reports shows around its own content."""
    found = frame(request, project, TAB, last or _("Status reports"))
    if last:
        here = Crumb(_("Status reports"), address(request, "reports", project_id=project.pk))
        found["crumbs"] = [*found["crumbs"][:-1], here, found["crumbs"][-1]]
    asked = {
        "may_write": Right.REPORT_WRITE,
        "may_submit": Right.REPORT_SUBMIT,
        "may_accept": Right.REPORT_ACCEPT,
        "may_schedule": Right.REPORT_SCHEDULE,
    }
    is_current = project.archived_at is None
    return found | {name: is_current and may(request.actor, right, project) for name, right in asked.items()}
