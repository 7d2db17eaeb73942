"""Every token of the organization, for who answers for its safety: see how each is used, revoke it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import ApiToken
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.services.tokens import token_restore, token_revoke
from pmo_site.accounts.token_lines import token_lines
from pmo_site.accounts.tokens import token_any, tokens_all
from pmo_site.accounts.views.tokens import tell_restored
from pmo_site.tenancy.keyset import Order
from pmo_site.ui.paging import page_asked, pager_of
from pmo_site.ui.parts import Crumb

PAGE_SIZE = 50
_NEWEST = Order("created_at", descending=True)


@require_safe
@needs(Right.TOKENS_MANAGE)
def tokens(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """All tokens, newest first."""
    page = page_asked(tokens_all(request.actor), _NEWEST, request.GET, size=PAGE_SIZE)
    context = {
        "crumbs": [Crumb(_("API tokens"))],
        "lines": token_lines(page.rows),
        "organization": request.organization,
        "pager": pager_of(page, request.GET),
    }
    return render(request, "tokens/all.html", context)


@require_POST
@needs(Right.TOKENS_MANAGE, of=token_any)
def revoke(request: ActorRequest, slug: str, token_id: UUID, record: ApiToken) -> HttpResponse:
    """Revoke anybody's token; the toast undoes it."""
    token_revoke(actor=request.actor, token_id=record.pk)
    undo = reverse("console-token-restore", kwargs={"slug": slug, "token_id": token_id})
    words = _("The token %(name)s is revoked.") % {"name": record.name}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("tokens", slug=slug)


@require_POST
@needs(Right.TOKENS_MANAGE, of=token_any)
def restore(request: ActorRequest, slug: str, token_id: UUID, record: ApiToken) -> HttpResponse:  # noqa: ARG001  the record was found by it
    """Undo one's own revocation, for a few minutes."""
    tell_restored(request, is_restored=token_restore(actor=request.actor, token_id=record.pk))
    return redirect("tokens", slug=slug)
