"""What is done with a report on its page: submitted, accepted, returned."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.ui.editing import mark_problems
from support_office.forms import ReturnForm
from support_office.models import StatusReport
from support_office.services.answers import ask_answer, ask_reopen
from support_office.services.distribution import report_distribute
from support_office.services.report import report_accept, report_return, report_submit
from support_office.views.parts import address, find_report
from support_office.views.reports import report_context

_VIEW = Right.PROJECT_VIEW


@require_POST
@needs(Right.REPORT_SUBMIT, of=find_report, sees=_VIEW)
def report_submit_action(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Submit a draft that needs no change."""
    done = _tried(request, lambda: report_submit(actor=request.actor, report=record, version=_version(request, record)))
    if done:
        messages.success(request, _("The report was submitted."))
    return redirect(address(request, "report", report_id=report_id))


@require_POST
@needs(Right.REPORT_ACCEPT, of=find_report, sees=_VIEW)
def report_accept_action(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Accept the report as it was read."""
    done = _tried(request, lambda: report_accept(actor=request.actor, report=record, version=_version(request, record)))
    if done:
        messages.success(request, _("The report was accepted and stands as it is."))
    return redirect(address(request, "report", report_id=report_id))


@require_POST
@needs(Right.REPORT_ACCEPT, of=find_report, sees=_VIEW)
def report_return_action(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Return the report with what has to change; without a reason nothing is returned and nothing typed is lost."""
    form = ReturnForm(request.POST)
    form.is_valid()
    try:
        version, reason = _version(request, record), form.cleaned_data.get("reason", "")
        report_return(actor=request.actor, report=record, version=version, reason=reason)
    except StaleError:
        _say_stale(request)
        return redirect(address(request, "report", report_id=report_id))
    except RuleError as error:
        mark_problems(form, error.problems)
        return render(request, "support_office/report.html", report_context(request, record, form), status=422)
    messages.success(request, _("The report was returned to its writers."))
    return redirect(address(request, "report", report_id=report_id))


@require_POST
@needs(Right.REPORT_WRITE, of=find_report, sees=_VIEW)
def report_distribute_action(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Tell those recipients whom the report has not reached."""
    reached: list[int] = []
    if _tried(request, lambda: reached.append(report_distribute(actor=request.actor, report=record))):
        messages.success(request, _reached(reached[0]))
    return redirect(address(request, "report", report_id=report_id))


@require_POST
@needs(Right.REPORT_ACCEPT, of=find_report, sees=_VIEW)
def ask_answer_action(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Record that the board answered what the report asks; a slip of the hand is undone from the message."""
    if _tried(request, lambda: ask_answer(actor=request.actor, report=record)):
        undo = address(request, "answer_undo", report_id=report_id)
        messages.success(request, _("The answer was recorded."), extra_tags=f"undo:{undo}")
    return redirect(_back(request) or address(request, "report", report_id=report_id))


@require_POST
@needs(Right.REPORT_ACCEPT, of=find_report, sees=_VIEW)
def ask_reopen_action(request: ActorRequest, slug: str, report_id: UUID, record: StatusReport) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Take a recorded answer back."""
    if _tried(request, lambda: ask_reopen(actor=request.actor, report=record)):
        messages.success(request, _("The ask waits for its answer again."))
    return redirect(_back(request) or address(request, "report", report_id=report_id))


def _reached(count: int) -> str:
    words = ngettext(
        "The report reached %(count)s more recipient.", "The report reached %(count)s more recipients.", count
    )
    return words % {"count": count}


def _back(request: HttpRequest) -> str:
    """The page of this site that the reader came from, as the form names it."""
    asked = request.POST.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/") else ""


def _version(request: HttpRequest, record: StatusReport) -> int:
    """The version that the reader saw; without one it is the present one."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else record.version  # noqa: PLR2004  fits the column


def _tried(request: HttpRequest, deed: Callable[[], object]) -> bool:
    try:
        deed()
    except StaleError:
        _say_stale(request)
    except RuleError as error:
        for problem in error.problems:
            messages.error(request, str(PROBLEM_WORDS.get(problem.code, problem.code)))
    else:
        return True
    return False


def _say_stale(request: HttpRequest) -> None:
    messages.error(request, _("Somebody changed the report meanwhile. Read it again, then decide."))
