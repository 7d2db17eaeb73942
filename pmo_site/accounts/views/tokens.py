"""One's own tokens: made after the password was given again, shown once, revoked at any time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.forms.problems import show_problems
from pmo_site.accounts.forms.tokens import TokenForm
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.accounts.services.tokens import MadeToken, token_create, token_restore, token_revoke
from pmo_site.accounts.shown_once import ShownOnceResponse
from pmo_site.accounts.token_lines import token_lines
from pmo_site.accounts.tokens import token_own, tokens_own
from pmo_site.kernel.conflicts import RuleError


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def own(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """The reader's own tokens, those in force first."""
    context = {
        "crumbs": _crumbs(request),
        "lines": token_lines(tokens_own(request.actor)),
        "organization": request.organization,
    }
    return render(request, "tokens/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lists(Right.ORGANIZATION_VIEW)
def new(request: ActorRequest, slug: str) -> HttpResponse:
    """Make a token; its key stands in this one answer, which nobody keeps, and nowhere else.

    The page reloaded sends the form again: that makes no second token.
    """
    if not did_recently_reauthenticate(request):
        address = reverse("account_reauthenticate")
        return HttpResponseRedirect(f"{address}?{urlencode({'next': reverse('token-new', kwargs={'slug': slug})})}")
    form = TokenForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = token_create(actor=request.actor, facts=form.facts())
        except RuleError as error:
            show_problems(form, error)
        else:
            return _made(request, made)
    return render(request, "tokens/new.html", _context(request, form=form), status=422 if form.errors else 200)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def revoke(request: ActorRequest, slug: str, token_id: UUID) -> HttpResponse:
    """Revoke an own token; the toast undoes it."""
    token = _found(request, token_id)
    token_revoke(actor=request.actor, token_id=token.pk)
    undo = reverse("token-restore", kwargs={"slug": slug, "token_id": token_id})
    words = _("The token %(name)s is revoked.") % {"name": token.name}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("my-tokens", slug=slug)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def restore(request: ActorRequest, slug: str, token_id: UUID) -> HttpResponse:
    """Undo one's own revocation, for a few minutes."""
    token = _found(request, token_id)
    tell_restored(request, is_restored=token_restore(actor=request.actor, token_id=token.pk))
    return redirect("my-tokens", slug=slug)


def tell_restored(request: ActorRequest, *, is_restored: bool) -> None:
    """Say what became of an undo."""
    if is_restored:
        messages.success(request, _("The token is in force again."))
    else:
        messages.error(request, _("It is too late to undo this. Make a new token."))


def _found(request: ActorRequest, token_id: UUID) -> Any:  # noqa: ANN401  a token
    token = token_own(request.actor, token_id=token_id)
    if token is None:
        raise Http404
    return token


def _made(request: ActorRequest, made: MadeToken) -> HttpResponse:
    slug = request.organization.slug
    context = _context(request, made=made, example=f"{settings.SITE_URL}/api/v1/organizations/{slug}/projects/")
    words = _("The token %(name)s was made already; its key was shown once. Revoke it if you have not kept the key.")
    return ShownOnceResponse(
        request,
        "tokens/made.html",
        context,
        again=reverse("my-tokens", kwargs={"slug": slug}),
        words=words % {"name": made.token.name},
    )


def _context(request: ActorRequest, **more: object) -> dict[str, object]:
    crumbs = [*_crumbs(request), {"label": _("New API token")}]
    return {"crumbs": crumbs, "organization": request.organization, **more}


def _crumbs(request: ActorRequest) -> list[dict[str, str]]:
    return [{"label": _("API tokens"), "url": reverse("my-tokens", kwargs={"slug": request.organization.slug})}]
