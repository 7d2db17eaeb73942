"""The organization's jobs: where each stands, how far it is, why it failed; what failed for good, by its reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.selectors import EVERY, OPEN_STATES, DeadLetters, dead_letters, job_get, job_list
from pmo_site.pages.forms import JobsForm
from pmo_site.tenancy.keyset import Order
from pmo_site.ui.jobs import job_reason, job_title, job_view
from pmo_site.ui.paging import page_asked, pager_of
from pmo_site.ui.parts import Chip, Crumb, Tab, query_url

PAGE_SIZE = 50
ALL, DEAD, PERIODIC = "all", "dead", "periodic"
_DEAD = f"?state={JobState.FAILED.value}"


def find_job(actor: Actor, *, job_id: UUID, **_others: object) -> Job | None:  # noqa: ARG001  a finder's signature
    """The job that an address names."""
    return job_get(job_id)


@require_safe
@needs(Right.JOBS_VIEW)
def jobs(request: ActorRequest, slug: str) -> HttpResponse:
    """The jobs of the organization, newest first; among those that failed also how often and why."""
    form = JobsForm(request.GET)
    narrowing = form.narrowing(ZoneInfo(request.settings.time_zone))
    page = page_asked(job_list(narrowing), Order("asked_at", descending=True), request.GET, size=PAGE_SIZE)
    may_manage = may(request.actor, Right.JOBS_MANAGE)
    dead = dead_letters()
    is_dead = narrowing.state == JobState.FAILED
    failed = sum(group.count for group in dead)
    context = {
        "chips": _chips(request, narrowing.reason),
        "crumbs": [Crumb(_("Jobs"))],
        "dead": [_dead_line(group) for group in dead] if is_dead else [],
        "deed": _deed(narrowing.state) if may_manage else "",
        "form": form,
        "is_dead": is_dead,
        "is_narrowed": narrowing != EVERY,
        "lines": [job_view(job, slug=slug, may_manage=may_manage) for job in page.rows],
        "may_manage": may_manage,
        "organization": request.organization,
        "pager": pager_of(page, request.GET),
        "query": query_url(dict(request.GET.lists()), drop=("after", "before")),
        "tabs": job_tabs(slug, DEAD if is_dead else ALL, failed),
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


def job_tabs(slug: str, current: str, failed: int | None = None) -> list[Tab]:
    """The ways to look at an organization's jobs."""
    all_of_them = reverse("jobs", kwargs={"slug": slug})
    return [
        Tab(_("All jobs"), all_of_them, current == ALL),
        Tab(_("Dead letters"), all_of_them + _DEAD, current == DEAD, failed),
        Tab(_("Periodic work"), reverse("periodic-jobs", kwargs={"slug": slug}), current == PERIODIC),
    ]


def _dead_line(group: DeadLetters) -> dict[str, Any]:
    query = {"state": [JobState.FAILED.value], "kind": [group.handler], "reason": [group.reason]}
    return {
        "title": job_title(group.handler),
        "reason": job_reason(group.reason),
        "count": group.count,
        "last": group.last,
        "url": query_url(query),
    }


def _chips(request: ActorRequest, reason: str) -> list[Chip]:
    """The one filter that the form hides."""
    kept = dict(request.GET.lists())
    return [Chip(job_reason(reason), query_url(kept, drop=("reason", "after", "before")))] if reason else []


def _deed(state: str) -> str:
    """What may be done with everything that matches: a state whose jobs all take the same deed."""
    if state in {JobState.FAILED, JobState.CANCELLED}:
        return "retry"
    return "cancel" if state in OPEN_STATES else ""
