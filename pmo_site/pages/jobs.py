"""The organization's jobs: where each stands, how far it is, why it failed; cancel and retry."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.jobs.models import Job
from pmo_site.jobs.selectors import job_get, job_list
from pmo_site.jobs.services.jobs import job_cancel, job_retry
from pmo_site.tenancy.keyset import CursorError, KeysetPage, Order, page_of
from pmo_site.ui.jobs import job_view
from pmo_site.ui.parts import Crumb, Pager, query_url

PAGE_SIZE = 50


def find_job(actor: Actor, *, job_id: UUID, **_others: object) -> Job | None:  # noqa: ARG001  a finder's signature
    """The job that an address names."""
    return job_get(job_id)


@require_safe
@needs(Right.JOBS_VIEW)
def jobs(request: ActorRequest, slug: str) -> HttpResponse:
    """Every job of the organization, newest first."""
    page = _page(request)
    may_manage = may(request.actor, Right.JOBS_MANAGE)
    context = {
        "crumbs": [Crumb(_("Jobs"))],
        "lines": [job_view(job, slug=slug, may_manage=may_manage) for job in page.rows],
        "may_manage": may_manage,
        "organization": request.organization,
        "pager": _pager(request, page),
    }
    return render(request, "pages/jobs.html", context)


@require_safe
@needs(Right.JOBS_VIEW, of=find_job)
def job(request: ActorRequest, slug: str, job_id: UUID, record: Job) -> HttpResponse:  # noqa: ARG001  the record was found by it
    """One job, which may be left and found again; to htmx only its progress is answered."""
    view = job_view(record, slug=slug, may_manage=may(request.actor, Right.JOBS_MANAGE), result=True)
    context = {"view": view, "organization": request.organization, "with_course": True}
    if request.headers.get("HX-Request"):
        return render(request, "jobs/progress.html", context)
    crumbs = [Crumb(_("Jobs"), reverse("jobs", kwargs={"slug": slug})), Crumb(str(view.title))]
    return render(request, "pages/job.html", {**context, "crumbs": crumbs})


@require_POST
@needs(Right.JOBS_MANAGE, of=find_job, sees=Right.JOBS_VIEW)
def cancel(request: ActorRequest, slug: str, job_id: UUID, record: Job) -> HttpResponse:
    """Ask that a job end."""
    if job_cancel(job_id=record.pk, person_id=request.actor.person_id):
        messages.success(request, _("The job is asked to end. What it did is undone."))
    else:
        messages.info(request, _("The job is over already."))
    return redirect("job", slug=slug, job_id=job_id)


@require_POST
@needs(Right.JOBS_MANAGE, of=find_job, sees=Right.JOBS_VIEW)
def retry(request: ActorRequest, slug: str, job_id: UUID, record: Job) -> HttpResponse:
    """Queue a failed or cancelled job again."""
    if job_retry(job_id=record.pk, person_id=request.actor.person_id):
        messages.success(request, _("The job is queued again."))
    else:
        messages.info(request, _("Only failed and cancelled jobs are retried."))
    return redirect("job", slug=slug, job_id=job_id)


def _page(request: ActorRequest) -> KeysetPage[Job]:
    order = Order("asked_at", descending=True)
    try:
        after, before = request.GET.get("after", ""), request.GET.get("before", "")
        return page_of(job_list(), order, size=PAGE_SIZE, after=after, before=before)
    except CursorError:
        return page_of(job_list(), order, size=PAGE_SIZE)


def _pager(request: ActorRequest, page: KeysetPage[Job]) -> Pager:
    query, drop = dict(request.GET.lists()), ("after", "before")
    return Pager(
        shown=len(page.rows),
        first_url=query_url(query, drop=drop) if page.previous_cursor else "",
        previous_url=query_url(query, drop=drop, before=page.previous_cursor) if page.previous_cursor else "",
        next_url=query_url(query, drop=drop, after=page.next_cursor) if page.next_cursor else "",
    )
