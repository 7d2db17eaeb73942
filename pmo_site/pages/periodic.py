"""What the site does by itself for an organization: when last, with what result, and when next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from celery import current_app
from celery.schedules import BaseSchedule, maybe_schedule
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import organization_now
from pmo_site.jobs.models import Job
from pmo_site.jobs.selectors import periodic_last
from pmo_site.kernel import clock
from pmo_site.pages.jobs import PERIODIC, job_tabs
from pmo_site.ui.jobs import JobView, Text, job_title, job_view
from pmo_site.ui.parts import Crumb

HANDED_OUT: Final[Mapping[str, str]] = {
    "portfolio.compute_daily_health": "portfolio.hand_out_daily_health",
    "support_office.remind_of_reports": "support_office.hand_out_report_reminders",
    "support_office.tell_overdue": "support_office.hand_out_overdue",
    "notifications.gather_mails": "notifications.hand_out_mails",
    "files.sweep": "files.hand_out_sweeps",
}
"""Work of an organization, and the task of beat that asks for it."""
DAILY: Final = frozenset({"portfolio.compute_daily_health"})
"""Asked for once on each of the organization's own days; everything else whenever beat hands it out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of periodic work; without a last run nothing is known of it yet."""

    title: Text
    last: JobView | None
    next: datetime | None


@require_safe
@needs(Right.JOBS_VIEW)
def periodic_jobs(request: ActorRequest, slug: str) -> HttpResponse:
    """Every kind of periodic work with its last run, its result, and when it is asked for next."""
    last = periodic_last(HANDED_OUT)
    now = organization_now(request.settings)
    lines = [
        Line(job_title(handler), job_view(last[handler], slug=slug) if handler in last else None, when)
        for handler in HANDED_OUT
        for when in [next_run(handler, last.get(handler), now=now)]
    ]
    context = {
        "crumbs": [Crumb(_("Jobs"), reverse("jobs", kwargs={"slug": slug})), Crumb(_("Periodic work"))],
        "lines": lines,
        "organization": request.organization,
        "tabs": job_tabs(slug, PERIODIC),
    }
    return render(request, "pages/periodic_jobs.html", context)


def next_run(handler: str, last: Job | None, *, now: datetime) -> datetime | None:
    """When beat asks for it again, if it goes on as planned: None where beat plans nothing or never ran."""
    planned = {entry["task"]: entry["schedule"] for entry in current_app.conf.beat_schedule.values()}
    if last is None or HANDED_OUT[handler] not in planned:
        return None
    if handler in DAILY:
        tomorrow = now.date() + timedelta(days=1)
        return datetime.combine(tomorrow, time.min, tzinfo=now.tzinfo)
    schedule = maybe_schedule(planned[HANDED_OUT[handler]], app=current_app)
    if not isinstance(schedule, BaseSchedule):
        return None
    return clock.now() + max(schedule.remaining_estimate(last.asked_at), timedelta())
