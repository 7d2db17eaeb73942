"""What the reader asked for and what became of it: on a page of its own, and as a sign on every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.jobs.selectors import jobs_own
from pmo_site.kernel import clock
from pmo_site.ui.jobs import JobView, job_view
from pmo_site.ui.parts import Crumb

SHOWN: Final = timedelta(days=1)
"""What ended longer ago is found in notices and in the lists of imports."""


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def own_jobs(request: ActorRequest, slug: str) -> HttpResponse:
    """The reader's own jobs of the last day; to htmx the sign on the page, and a word on each that ended meanwhile.

    `waited` names the jobs that the sign stood for. The page of a job, or of its result, tells its end itself.
    """
    found = jobs_own(request.actor.person_id, since=clock.now() - SHOWN)
    if request.headers.get("HX-Request"):
        waited = {each for each in request.GET.get("waited", "").split(",") if each}
        here = urlsplit(request.headers.get("HX-Current-URL", "")).path or None
        views = [job_view(job, slug=slug, result=str(job.pk) in waited) for job in found]
        ended = [view for view in views if str(view.job.pk) in waited and view.job.finished_at]
        told = [view for view in ended if here not in {view.page_url, view.result_url}]
        return render(request, "jobs/sign.html", sign(views, ended=told))
    context = {
        "crumbs": [Crumb(_("My jobs"))],
        "lines": [job_view(job, slug=slug, result=True) for job in found],
        "organization": request.organization,
    }
    return render(request, "pages/own_jobs.html", context)


def sign(views: list[JobView], *, ended: list[JobView]) -> dict[str, Any]:
    """What the sign shows: how many are open, how far they are together where all of them tell, and what ended."""
    still = [view for view in views if view.is_open]
    known = [view for view in still if view.job.steps_total]
    return {
        "open": still,
        "waited": ",".join(str(view.job.pk) for view in still),
        "done": sum(view.job.steps_done for view in known),
        "total": sum(view.job.steps_total or 0 for view in known) if len(known) == len(still) else 0,
        "ended": ended,
    }
