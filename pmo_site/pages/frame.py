"""The frame around every page of an organization: its menu, its name, who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.roles import Right
from pmo_site.ui.menu import menu_groups
from pmo_site.ui.parts import Account
from pmo_site.ui.shell import Shell


class FrameMiddleware:
    """Sets the shell of the page once the view is known, so that the menu can mark where the reader is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:  # noqa: ANN401  Django's own signature
        """Build the shell of a member's page; other pages keep the empty one."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or request.path_info.startswith("/api/"):
            return
        organization = request.organization  # type: ignore[attr-defined]  # TenantRequest declares it
        match = request.resolver_match
        request.shell = Shell(  # type: ignore[attr-defined]  # the context processor reads it
            menu=menu_groups(
                allows=lambda right: may(actor, Right(right)),
                address=lambda route: reverse(route, kwargs={"slug": organization.slug}),
                current=(match.namespace or match.url_name or "") if match else "",
                actor=actor,
            ),
            home_url=reverse("home", kwargs={"slug": organization.slug}),
            organization_name=organization.name,
            organizations_url=reverse("organizations"),
            account=_account(request, actor),
        )


def _account(request: HttpRequest, actor: Actor) -> Account:
    # A Japanese name is known by its family part, which stands first and whole.
    initials = actor.name[:1] if not actor.name.isascii() else "".join(part[:1] for part in actor.name.split()[:2])
    return Account(
        name=actor.name,
        email=str(request.user),
        initials=initials.upper(),
        links=((_("My account"), reverse("me"), "user"),),
        sign_out_url=reverse("account_logout"),
    )
