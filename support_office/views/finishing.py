"""Whoever answers for an action says that it is done and what came of it, and takes that back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.resources.views.problems import tell_archived
from pmo_site.ui.editing import tried
from projects.views.parts import frame
from support_office.domain.logs import ActionState
from support_office.forms import FinishForm
from support_office.models import Action
from support_office.services.action import action_finish, action_reopen
from support_office.views.log_parts import entry_address, find_action, is_done, seen_version, slug_of

_FINISHES, _SEES = Right.ACTION_FINISH, Right.PROJECT_VIEW


@require_http_methods(["GET", "HEAD", "POST"])
@needs(_FINISHES, of=find_action, sees=_SEES)
def finish_page(request: ActorRequest, slug: str, action_id: UUID, record: Action) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Say what came of the action; a stale form shows both versions."""
    if request.method != "POST" and (record.project.archived_at is not None or not record.is_live):
        return _back(request, record)
    stored = {"version": record.version, "result": record.result}
    form = FinishForm(request.POST or None, initial=stored)
    edit = tried(
        form,
        stored=stored,
        save=lambda version, values: action_finish(actor=request.actor, action=record, version=version, **values),
    )
    if edit.is_saved:
        words = _("%(code)s is done.") % {"code": record.code}
        messages.success(request, words, extra_tags=f"undo:{_address(request, record, 'reopen')}")
        return redirect(entry_address(request, record))
    shown = {"form": form, "clashes": edit.clashes, "action": record, "url": entry_address(request, record)}
    context = {**frame(request, record.project, "actions", _("Finish %(code)s") % {"code": record.code}), **shown}
    return render(request, "support_office/logs/finish.html", context, status=edit.status)


@require_POST
@needs(_FINISHES, of=find_action, sees=_SEES)
def reopen_action(request: ActorRequest, slug: str, action_id: UUID, record: Action) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Take back that the action is done."""
    version = seen_version(request, record)
    if is_done(request, lambda: action_reopen(actor=request.actor, action=record, version=version)):
        messages.success(request, _("%(code)s is open again.") % {"code": record.code})
    return redirect(entry_address(request, record))


def finish_panel(request: ActorRequest, action: Action) -> Mapping[str, Any] | None:
    """What whoever may finish the action can do on its page now."""
    is_closed = action.project.archived_at is not None or action.state == ActionState.DROPPED
    if is_closed or not may(request.actor, _FINISHES, action):
        return None
    form = FinishForm(initial={"version": action.version, "result": action.result}) if action.is_live else None
    return {
        "action": action,
        "form": form,
        "finish_url": _address(request, action, "finish"),
        "reopen_url": _address(request, action, "reopen"),
    }


def finish_address(request: ActorRequest, action: Action) -> str:
    """Where an action is finished."""
    return _address(request, action, "finish")


def _address(request: ActorRequest, action: Action, deed: str) -> str:
    parts = {"slug": slug_of(request), "action_id": action.pk}
    return reverse(f"support_office:actions:{deed}", kwargs=parts)


def _back(request: ActorRequest, action: Action) -> HttpResponse:
    if action.project.archived_at is not None:
        tell_archived(request)
    else:
        messages.info(request, _("%(code)s is over already.") % {"code": action.code})
    return redirect(entry_address(request, action))
