"""The inbox: a person's own notices, and how that person wants to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.notifications.models import Notice
from pmo_site.notifications.selectors import calls_on, notice_get, notice_list, preferences_of
from pmo_site.notifications.services.notices import notices_read, notices_unread
from pmo_site.notifications.services.preferences import preferences_revise
from pmo_site.notifications.wording import notice_lines
from pmo_site.pages.forms import PreferencesForm
from pmo_site.tenancy.keyset import KeysetPage, Order
from pmo_site.ui.editing import tried
from pmo_site.ui.paging import page_asked, pager_of
from pmo_site.ui.parts import Crumb, Tab

PAGE_SIZE = 30
_NEWEST = Order("created_at", descending=True)


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def inbox(request: ActorRequest, slug: str) -> HttpResponse:
    """The reader's own notices, unread ones first; only about what they may still see."""
    shows_all = request.GET.get("show") == "all"
    page = _page(request, shows_all=shows_all)
    calls = calls_on(request.actor)
    context = {
        "crumbs": [Crumb(_("Inbox"))],
        "is_work_open": calls.is_work_open,
        "lines": notice_lines(page.rows, slug=slug),
        "notices": calls.unread,
        "organization": request.organization,
        "pager": pager_of(page, request.GET),
        "shows_all": shows_all,
        "tabs": [Tab(_("Unread"), "?", not shows_all, calls.unread), Tab(_("All"), "?show=all", shows_all)],
    }
    return render(request, "inbox/list.html", context)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def notice_open(request: ActorRequest, slug: str, notice_id: UUID) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    notice = _found(request, notice_id)
    notices_read(actor=request.actor, notice_id=notice.pk)
    lines = notice_lines([notice], slug=slug)
    return HttpResponseRedirect(lines[0].url if lines and lines[0].url else _inbox(slug))


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def notice_read(request: ActorRequest, slug: str, notice_id: UUID) -> HttpResponse:
    """Mark a notice as read; the toast undoes it."""
    notice = _found(request, notice_id)
    at = notices_read(actor=request.actor, notice_id=notice.pk)
    messages.success(request, _("The notice is marked as read."), extra_tags=_undo(slug, at))
    return redirect("inbox", slug=slug)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def read_all(request: ActorRequest, slug: str) -> HttpResponse:
    """Mark every unread notice as read; the toast undoes it."""
    at = notices_read(actor=request.actor)
    messages.success(request, _("All notices are marked as read."), extra_tags=_undo(slug, at))
    return redirect("inbox", slug=slug)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def unread(request: ActorRequest, slug: str) -> HttpResponse:
    """Take back what was marked as read at the moment that the toast names."""
    read_at = _moment(request.GET.get("moment", ""))
    count = notices_unread(actor=request.actor, read_at=read_at) if read_at else 0
    words = ngettext("%(count)s notice is unread again.", "%(count)s notices are unread again.", count)
    messages.info(request, words % {"count": count})
    return redirect("inbox", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@lists(Right.ORGANIZATION_VIEW)
def preferences(request: ActorRequest, slug: str) -> HttpResponse:
    """When and about what the reader is told; a stale save shows both versions."""
    stands = PreferencesForm.initial_of(preferences_of(request.actor.person_id))
    form = PreferencesForm(request.POST or None, initial=stands)
    edit = tried(
        form,
        stored=stands,
        save=lambda version, _values: preferences_revise(
            actor=request.actor, version=version, values=form.preferences()
        ),
    )
    if edit.is_saved:
        messages.success(request, _("Saved."))
        return redirect("notice-preferences", slug=slug)
    context: dict[str, Any] = {
        "clashes": edit.clashes,
        "crumbs": [Crumb(_("Inbox"), _inbox(slug)), Crumb(_("Notice settings"))],
        "form": form,
        "organization": request.organization,
        "zone": request.settings.time_zone,
    }
    return render(request, "inbox/preferences.html", context, status=edit.status)


def _found(request: ActorRequest, notice_id: UUID) -> Notice:
    notice = notice_get(request.actor, notice_id)
    if notice is None:
        raise Http404
    return notice


def _inbox(slug: str) -> str:
    return reverse("inbox", kwargs={"slug": slug})


def _undo(slug: str, at: datetime) -> str:
    return f"undo:{reverse('notices-unread', kwargs={'slug': slug})}?{urlencode({'moment': at.isoformat()})}"


def _moment(text: str) -> datetime | None:
    """A moment with its zone; None for anything else that an address may hold."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _page(request: ActorRequest, *, shows_all: bool) -> KeysetPage[Notice]:
    rows = notice_list(request.actor, unread=not shows_all)
    return page_asked(rows, _NEWEST, request.GET, size=PAGE_SIZE)
