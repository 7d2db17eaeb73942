"""What people do on a thread: every deed works without script, and swaps the panel in place with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.tenancy.versions import ARCHIVED
from pmo_site.threads.addresses import Place, attachment_at, comment_at, place, require_writable, undo_address
from pmo_site.threads.forms import CommentForm, EditForm, FileForm, LinkForm, mark
from pmo_site.threads.models import Comment
from pmo_site.threads.panels import Refused, thread_panel
from pmo_site.threads.selectors import comment_find, people_who_see
from pmo_site.threads.services.attachments import (
    attachment_add,
    attachment_delete,
    attachment_undelete,
    link_add,
)
from pmo_site.threads.services.comments import (
    NewFile,
    comment_delete,
    comment_post,
    comment_revise,
    comment_undelete,
)

Parts = ParamSpec("Parts")


def _writes(view: Callable[Concatenate[ActorRequest, Place, Parts], HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass on the record that the address names to who may write on it; on what is archived nobody does."""

    @wraps(view)
    def written(
        request: ActorRequest,
        slug: str,  # noqa: ARG001  the edge resolved it
        kind: str,
        record_id: UUID,
        *args: Parts.args,
        **kwargs: Parts.kwargs,
    ) -> HttpResponse:
        here = place(request.actor, kind, record_id)
        try:
            require_writable(request.actor, here)
        except RuleError:
            return _closed(request, here)
        return view(request, here, *args, **kwargs)

    return written


@require_safe
@lists(Right.PROJECT_VIEW)
def thread_page(request: ActorRequest, slug: str, kind: str, record_id: UUID) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """The thread of a record on a page of its own."""
    return _shown(request, place(request.actor, kind, record_id))


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def post(request: ActorRequest, here: Place) -> HttpResponse:
    """Say something."""
    form = CommentForm(request.POST, request.FILES, people=people_who_see(request.actor, here.record))
    if form.is_valid():
        found = form.cleaned_data
        file = NewFile(found["file"].name, found["file"]) if found["file"] else None
        picked = [person.pk for person in found["mention"]]
        try:
            comment_post(actor=request.actor, record=here.record, text=found["text"], mention=picked, file=file)
        except RuleError as error:
            mark(form, error)
        else:
            return _done(request, here)
    return _shown(request, here, Refused(comment=form), HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def edit(request: ActorRequest, here: Place, comment_id: UUID) -> HttpResponse:
    """Change one's own words; a stale edit shows both wordings and loses nothing."""
    comment = comment_at(request.actor, here, comment_id)
    form = EditForm(request.POST, key=comment.pk)
    if not form.is_valid():
        return _shown(request, here, Refused(edit=form, edited=comment.pk), HTTPStatus.UNPROCESSABLE_ENTITY)
    version, text = form.cleaned_data["version"], form.cleaned_data["text"]
    try:
        comment_revise(actor=request.actor, record=here.record, comment=comment, version=version, text=text)
    except RuleError as error:
        mark(form, error)
        return _shown(request, here, Refused(edit=form, edited=comment.pk), HTTPStatus.UNPROCESSABLE_ENTITY)
    except StaleError as error:
        return _stale(request, here, comment, text, error.current_version)
    return _done(request, here)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def delete(request: ActorRequest, here: Place, comment_id: UUID) -> HttpResponse:
    """Take one's own comment back; the toast brings it back. A second click changes nothing more."""
    comment = comment_at(request.actor, here, comment_id, deleted=True)
    if comment.deleted_at is None:
        try:
            comment_delete(actor=request.actor, record=here.record, comment=comment, version=comment.version)
        except StaleError:
            messages.error(request, _("Somebody changed this meanwhile. Look again."))
            return _to_page(request, here)
    undo = undo_address(request.organization.slug, here, comment_id=comment_id)
    messages.success(request, _("The comment was deleted."), extra_tags=f"undo:{undo}")
    return _to_page(request, here)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def undo(request: ActorRequest, here: Place, comment_id: UUID) -> HttpResponse:
    """Bring one's own comment back."""
    comment = comment_at(request.actor, here, comment_id, deleted=True)
    comment_undelete(actor=request.actor, record=here.record, comment=comment)
    messages.success(request, _("The comment is back."))
    return _to_page(request, here)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def attach(request: ActorRequest, here: Place) -> HttpResponse:
    """Hang a file on the record."""
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            attachment_add(actor=request.actor, record=here.record, name=upload.name, content=upload)
        except RuleError as error:
            mark(form, error)
        else:
            return _done(request, here)
    return _shown(request, here, Refused(file=form), HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def link(request: ActorRequest, here: Place) -> HttpResponse:
    """Hang a link on the record."""
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            link_add(actor=request.actor, record=here.record, **form.cleaned_data)
        except RuleError as error:
            mark(form, error)
        else:
            return _done(request, here)
    return _shown(request, here, Refused(link=form), HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def detach(request: ActorRequest, here: Place, attachment_id: UUID) -> HttpResponse:
    """Take a file or link away; the toast brings it back. A second click changes nothing more."""
    attachment = attachment_at(request.actor, here, attachment_id, deleted=True)
    attachment_delete(actor=request.actor, record=here.record, attachment=attachment)
    address = undo_address(request.organization.slug, here, attachment_id=attachment_id)
    messages.success(request, _("The attachment was deleted."), extra_tags=f"undo:{address}")
    return _to_page(request, here)


@require_POST
@lists(Right.COMMENT_WRITE)
@_writes
def reattach(request: ActorRequest, here: Place, attachment_id: UUID) -> HttpResponse:
    """Bring a file or link back."""
    attachment = attachment_at(request.actor, here, attachment_id, deleted=True)
    if not attachment_undelete(actor=request.actor, record=here.record, attachment=attachment):
        raise Http404
    messages.success(request, _("The attachment is back."))
    return _to_page(request, here)


def _stale(request: ActorRequest, here: Place, comment: Comment, text: str, version: int) -> HttpResponse:
    """Both wordings; the next try overwrites what stands, by who has seen it."""
    form = EditForm({"text": text, "version": version}, key=comment.pk)
    stands = comment_find(here.record, comment.pk) or comment
    refused = Refused(edit=form, edited=comment.pk, stands=stands.text)
    return _shown(request, here, refused, HTTPStatus.CONFLICT)


def _closed(request: ActorRequest, here: Place) -> HttpResponse:
    """What is archived can be read: the panel says so, a page leads to where it is restored."""
    if _is_swap(request):
        return _shown(request, here, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.error(request, str(PROBLEM_WORDS[ARCHIVED]))
    return _to_page(request, here)


def _to_page(request: ActorRequest, here: Place) -> HttpResponseRedirect:
    return HttpResponseRedirect(here.page(request.organization.slug))


def _done(request: ActorRequest, here: Place) -> HttpResponse:
    """The panel as it stands now, or the way back to the record's page."""
    if _is_swap(request):
        return _shown(request, here)
    return _to_page(request, here)


def _shown(
    request: ActorRequest, here: Place, refused: Refused | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The panel alone where it is swapped, else on a page around it."""
    thread = thread_panel(request, here.record, refused=refused or Refused())
    if _is_swap(request):
        # htmx-hooks.js shows a refused form by its 422.
        swapped = HTTPStatus.UNPROCESSABLE_ENTITY if status == HTTPStatus.CONFLICT else status
        return render(request, "threads/panel.html", {"thread": thread}, status=swapped)
    context = {"thread": thread, "title": here.kind.name(here.record), "page": here.page(request.organization.slug)}
    crumbs = [{"label": context["title"], "url": context["page"]}, {"label": _("Comments and files"), "url": ""}]
    return render(request, "threads/page.html", {**context, "crumbs": crumbs}, status=status)


def _is_swap(request: ActorRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers
