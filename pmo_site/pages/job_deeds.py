"""What is done with jobs: retry and cancel, one or many, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.jobs.models import Job
from pmo_site.jobs.selectors import jobs_matching
from pmo_site.jobs.services.jobs import (
    Deed,
    job_cancel,
    job_retry,
    jobs_cancel,
    jobs_cancel_undo,
    jobs_retry,
    jobs_retry_undo,
)
from pmo_site.pages.forms import JobsForm
from pmo_site.pages.jobs import find_job
from pmo_site.ui.parts import query_url

MOST_JOBS = 1_000
"""One deed takes so many jobs at most; whoever has more asks again."""
RETRY, CANCEL, ALL = "retry", "cancel", "all-"
_UNDO: Final[dict[str, Callable[..., int]]] = {RETRY: jobs_retry_undo, CANCEL: jobs_cancel_undo}


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


@require_POST
@needs(Right.JOBS_MANAGE)
def bulk(request: ActorRequest, slug: str) -> HttpResponse:
    """Retry or cancel the jobs that were picked, or all that match the address."""
    asked = request.POST.get("deed", "")
    name = asked.removeprefix(ALL)
    back = HttpResponseRedirect(
        reverse("jobs", kwargs={"slug": slug}) + query_url(dict(request.GET.lists()), drop=("after", "before"))
    )
    found = _all_matching(request) if asked.startswith(ALL) else _picked(request)
    if not found:
        messages.info(request, _("No job was selected."))
        return back
    if name == RETRY:
        _say(request, slug, name, jobs_retry(job_ids=found, person_id=request.actor.person_id), len(found))
    elif name == CANCEL:
        _say(request, slug, name, jobs_cancel(job_ids=found, person_id=request.actor.person_id), len(found))
    return back


@require_POST
@needs(Right.JOBS_MANAGE)
def undo(request: ActorRequest, slug: str) -> HttpResponse:
    """Take back what the reader did at the moment that the toast names."""
    take_back, at = _UNDO.get(request.GET.get("deed", "")), _moment(request.GET.get("moment", ""))
    count = take_back(person_id=request.actor.person_id, at=at) if take_back and at else 0
    words = ngettext("%(count)s job stands as before.", "%(count)s jobs stand as before.", count)
    messages.info(request, words % {"count": count})
    return redirect("jobs", slug=slug)


def _say(request: ActorRequest, slug: str, name: str, deed: Deed, asked: int) -> None:
    """How many jobs took the deed, how many did not, and the way back."""
    if name == RETRY:
        words = ngettext("%(count)s job is queued again.", "%(count)s jobs are queued again.", deed.count)
    else:
        words = ngettext("%(count)s job is asked to end.", "%(count)s jobs are asked to end.", deed.count)
    told = words % {"count": deed.count}
    left = asked - deed.count
    if left:
        rest = ngettext("%(count)s was left as it is.", "%(count)s were left as they are.", left)
        told = f"{told} {rest % {'count': left}}"
    query = urlencode({"deed": name, "moment": deed.at.isoformat()})
    tags = f"undo:{reverse('jobs-undo', kwargs={'slug': slug})}?{query}" if deed.count else ""
    messages.success(request, told, extra_tags=tags)


def _all_matching(request: ActorRequest) -> list[UUID]:
    narrowing = JobsForm(request.GET).narrowing(ZoneInfo(request.settings.time_zone))
    return jobs_matching(narrowing, most=MOST_JOBS)


def _picked(request: ActorRequest) -> list[UUID]:
    """What was ticked; what is no id was not."""
    found = []
    for text in request.POST.getlist("record")[:MOST_JOBS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
