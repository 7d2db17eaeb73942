"""The organization's jobs: where each stands, how far it is, why it failed; cancel and retry."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import needs
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.selectors import job_get, job_list
from pmo_site.jobs.services.jobs import job_cancel, job_retry
from pmo_site.pages.job_words import MESSAGES, TASKS, reason_words
from pmo_site.tenancy.keyset import CursorError, KeysetPage, Order, page_of
from pmo_site.ui.parts import Crumb, Pager, query_url

PAGE_SIZE = 50
_CHIPS = {JobState.RUNNING: "pm-chip-blue"}
_ICONS = {JobState.FAILED: "alert-triangle", JobState.DONE: "circle-check"}


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as the list shows it."""

    job: Job
    title: str | Promise
    step: str | Promise
    reason: str
    icon: str
    chip: str
    may_cancel: bool
    may_retry: bool


def find_job(actor: Actor, *, job_id: UUID, **_others: object) -> Job | None:  # noqa: ARG001  a finder's signature
    """The job that an address names."""
    return job_get(job_id)


@require_safe
@needs(Right.JOBS_VIEW)
def jobs(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Every job of the organization, newest first."""
    page = _page(request)
    may_manage = may(request.actor, Right.JOBS_MANAGE)
    context = {
        "crumbs": [Crumb(_("Jobs"))],
        "lines": [_line(job, may_manage=may_manage) for job in page.rows],
        "may_manage": may_manage,
        "organization": request.organization,
        "pager": _pager(request, page),
    }
    return render(request, "pages/jobs.html", context)


@require_POST
@needs(Right.JOBS_MANAGE, of=find_job, sees=Right.JOBS_VIEW)
def cancel(request: ActorRequest, slug: str, job_id: UUID, record: Job) -> HttpResponse:  # noqa: ARG001  the record was found by it
    """Ask that a job end."""
    if job_cancel(job_id=record.pk):
        messages.success(request, _("The job is asked to end. What it did is undone."))
    else:
        messages.info(request, _("The job is over already."))
    return redirect("jobs", slug=slug)


@require_POST
@needs(Right.JOBS_MANAGE, of=find_job, sees=Right.JOBS_VIEW)
def retry(request: ActorRequest, slug: str, job_id: UUID, record: Job) -> HttpResponse:  # noqa: ARG001  the record was found by it
    """Queue a failed or cancelled job again."""
    if job_retry(job_id=record.pk):
        messages.success(request, _("The job is queued again."))
    else:
        messages.info(request, _("Only failed and cancelled jobs are retried."))
    return redirect("jobs", slug=slug)


def _line(job: Job, *, may_manage: bool) -> JobLine:
    state = JobState(job.state)
    return JobLine(
        job=job,
        title=TASKS.get(job.handler, job.handler),
        step=MESSAGES.get(job.message, job.message),
        reason=reason_words(job.reason),
        icon=_ICONS.get(state, ""),
        chip=_CHIPS.get(state, ""),
        may_cancel=may_manage and state in {JobState.QUEUED, JobState.RUNNING} and job.cancel_requested_at is None,
        may_retry=may_manage and state in {JobState.FAILED, JobState.CANCELLED},
    )


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
