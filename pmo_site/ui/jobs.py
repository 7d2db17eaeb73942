"""A job as people see it: for its own page, for the list, and for any page that waits for one.

Lower pages know neither the words of a higher app's tasks nor its addresses: `pages` registers both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext

from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.selectors import OPEN_STATES, job_arguments
from pmo_site.kernel import clock

Text = str | Promise
_CHIPS: Final = {JobState.RUNNING: "pm-chip-blue"}
_ICONS: Final = {JobState.FAILED: "alert-triangle", JobState.DONE: "circle-check"}
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class JobKind:
    """What a task is called, and where its result stands: a route whose parts are arguments of the task."""

    label: Text
    route: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobWords:
    """Words for codes: kinds by task, steps by the code a running job tells, and why a try failed."""

    kinds: Mapping[str, JobKind]
    steps: Mapping[str, Text]
    reason: Callable[[str], str]


_words = JobWords({}, {}, str)


def register_job_words(words: JobWords) -> None:
    """Say what the codes of jobs mean; called once, by the page that knows every app."""
    global _words  # noqa: PLW0603  the one registry, filled while the site starts
    _words = words


def job_kinds() -> list[tuple[str, str]]:
    """Every kind of job that has a name: its task, and the name in the reader's language, in its order."""
    return sorted(((task, str(kind.label)) for task, kind in _words.kinds.items()), key=lambda kind: kind[1])


def job_title(handler: str) -> Text:
    """What a task is called; one without a name is called by its own."""
    kind = _words.kinds.get(handler)
    return kind.label if kind else handler


def job_reason(reason: str) -> str:
    """Why a job failed, in words."""
    return _words.reason(reason)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job in words; `poll_url` is where the page asks again, empty once the job is over."""

    job: Job
    title: Text
    step: Text
    reason: str
    left: str
    page_url: str
    poll_url: str
    result_url: str
    may_cancel: bool
    may_retry: bool

    @property
    def icon(self) -> str:
        """The sign of an end, beside its word."""
        return _ICONS.get(JobState(self.job.state), "")

    @property
    def chip(self) -> str:
        """The color of what moves; everything else is quiet."""
        return _CHIPS.get(JobState(self.job.state), "")

    @property
    def is_ending(self) -> bool:
        """Whether somebody asked a running job to end and it has not heard yet."""
        return self.job.state == JobState.RUNNING and self.job.cancel_requested_at is not None

    @property
    def is_open(self) -> bool:
        """Whether anything may still change by itself."""
        return self.job.state in OPEN_STATES

    @property
    def cancelled_by(self) -> str:
        """Who asked that it end."""
        return self.job.cancelled_by.display(get_language() or "ja") if self.job.cancelled_by else ""

    @property
    def retried_by(self) -> str:
        """Who had it tried again."""
        return self.job.retried_by.display(get_language() or "ja") if self.job.retried_by else ""


def job_view(job: Job, *, slug: str, may_manage: bool = False, poll_url: str = "", result: bool = False) -> JobView:
    """The job in words; with `result` also where to see what it did, which costs a query.

    A page that waits for a job gives its own address to poll, since not all its readers may open the job's page.
    """
    state = JobState(job.state)
    page_url = reverse("job", kwargs={"slug": slug, "job_id": job.pk})
    return JobView(
        job=job,
        title=job_title(job.handler),
        step=_words.steps.get(job.message, job.message),
        reason=_words.reason(job.reason),
        left=time_left(job),
        page_url=page_url,
        poll_url=(poll_url or page_url) if state in OPEN_STATES else "",
        result_url=result_url(job, slug=slug) if result else "",
        may_cancel=may_manage and state in OPEN_STATES and job.cancel_requested_at is None,
        may_retry=may_manage and state in {JobState.FAILED, JobState.CANCELLED},
    )


def result_url(job: Job, *, slug: str) -> str:
    """Where what a finished job did is seen; empty where it has no page, or what it was given names none."""
    kind = _words.kinds.get(job.handler)
    if kind is None or not kind.route or job.state != JobState.DONE:
        return ""
    given = job_arguments(job) if kind.parts else {}
    try:
        return reverse(kind.route, kwargs={"slug": slug} | {part: given.get(name) for part, name in kind.parts.items()})
    except NoReverseMatch:
        return ""


def time_left(job: Job) -> str:
    """How long a running job will still take if it goes on as before; empty where that is not known."""
    if job.state != JobState.RUNNING or not job.steps_total or not job.steps_done or job.started_at is None:
        return ""
    taken = (clock.now() - job.started_at).total_seconds()
    seconds = taken * (job.steps_total - job.steps_done) / job.steps_done
    if seconds < _MINUTE:
        return gettext("Less than a minute left")
    minutes = math.ceil(seconds / _MINUTE)
    return ngettext("About %(count)s minute left", "About %(count)s minutes left", minutes) % {"count": minutes}
