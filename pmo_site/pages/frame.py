"""The frame around every page of an organization: its menu, its name, who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.notifications.selectors import calls_on
from pmo_site.tenancy.bearer import API_PATH
from pmo_site.ui.addresses import address_of
from pmo_site.ui.brand import brand_address
from pmo_site.ui.menu import Group, Link, menu_groups, menu_items
from pmo_site.ui.parts import Account
from pmo_site.ui.shell import FramedRequest, Shell
from projects.registers import OF_PROJECT
from projects.resources import projects


class FrameMiddleware:
    """Sets the shell of the page once the view is known, so that the menu can mark where the reader is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:  # noqa: ANN401  Django's own signature
        """Build the shell of a member's page, or of one's own account; others keep the empty one.

        An organization's interface for programs shows no page.
        """
        actor: Actor | None = getattr(request, "actor", None)
        if actor is not None and request.path_info.startswith(API_PATH):
            return
        if actor is not None:
            cast("FramedRequest", request).shell = _of_member(cast("ActorRequest", request), actor)
        elif request.user.is_authenticated:
            cast("FramedRequest", request).shell = _of_account(request)


def _current(match: ResolverMatch) -> str:
    """The entry of the rail that a page belongs to: its whole namespace, else the innermost part that is an entry.

    What stands below one project belongs to the projects, whichever app shows it.
    """
    keys = {item.key for item in menu_items()}
    if OF_PROJECT.path in match.route:
        return projects.key
    named = (match.namespace, *reversed(match.namespaces), match.url_name or "")
    return next((name for name in named if name in keys), "")


def _of_member(request: ActorRequest, actor: Actor) -> Shell:
    organization, slug = request.organization, request.organization.slug
    match = request.resolver_match
    calls = cache(lambda: calls_on(actor))  # asked once, and only by a page that shows it
    return Shell(
        menu=menu_groups(
            allows=lambda right: may(actor, Right(right)),
            address=lambda route: address_of(route, slug),
            current=_current(match) if match else "",
            actor=actor,
        ),
        home_url=address_of("home", slug),
        organization_name=organization.name,
        brand_url=brand_address(organization.slug, request.settings.brand_color),
        organizations_url=reverse("organizations"),
        search_url=address_of("search", slug),
        palette_url=address_of("palette", slug),
        shortcuts_url=address_of("shortcuts", slug),
        notices_url=address_of("inbox", slug),
        notices=SimpleLazyObject(lambda: calls().unread),
        own_jobs_url=address_of("own-jobs", slug),
        is_work_open=SimpleLazyObject(lambda: calls().is_work_open),
        account=_account(request, actor.name, slug),
    )


def _of_account(request: HttpRequest) -> Shell:
    """Outside any organization: the way into one, and one's own account."""
    links = (
        Link("organizations", _("Organizations"), reverse("organizations"), "building"),
        Link("me", _("My account"), reverse("me"), "user"),
    )
    return Shell(menu=(Group("main", "", links),), home_url="/", account=_account(request, str(request.user)))


def _account(request: HttpRequest, name: str, slug: str = "") -> Account:
    # A Japanese name is known by its family part, which stands first and whole.
    initials = name[:1] if not name.isascii() else "".join(part[:1] for part in name.split()[:2])
    settings = _own_settings(slug) if slug else ()
    return Account(
        name=name,
        email=str(request.user),
        initials=initials.upper(),
        links=((_("My account"), reverse("me"), "user"), *settings),
        sign_out_url=reverse("account_logout"),
    )


def _own_settings(slug: str) -> tuple[tuple[Promise, str, str], ...]:
    """What one decides about oneself in an organization."""
    return (
        (_("Notice settings"), address_of("notice-preferences", slug), "bell"),
        (_("Keyboard shortcuts"), address_of("shortcuts", slug), "grid-dots"),
        (_("API tokens"), address_of("my-tokens", slug), "key"),
    )
