"""Around the tenant: how long a session lasts and what was denied. Inside it: who acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.contrib.auth import SESSION_KEY, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from pmo_site.accounts.limits import SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS, SIGNED_IN_AT
from pmo_site.accounts.models import ApiToken, OrganizationSettings, User
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.attempts import host_of
from pmo_site.accounts.services.denials import Attempt, denial_record
from pmo_site.accounts.services.tokens import token_used
from pmo_site.accounts.speaking import speak_as
from pmo_site.accounts.tokens import bearer_for_key
from pmo_site.kernel import clock
from pmo_site.tenancy.bearer import API_PATH, CHALLENGE, bearer_of
from pmo_site.tenancy.context import name_in_history
from pmo_site.tenancy.middleware import TenantRequest
from pmo_site.tenancy.models import Organization, OrganizationState

Next = Callable[[HttpRequest], HttpResponseBase]

SEEN_AT = "seen_at"
SEEN_STEP_SECONDS = 300
DENIED = frozenset({403, 404})


class ActorRequest(TenantRequest):
    """A request of a member inside an organization."""

    actor: Actor
    settings: OrganizationSettings


class TokenRequest(HttpRequest):
    """A request of a program; the interface's authentication looks for its token.

    `has_written` says that the use of the token was noted just now, which stands whatever becomes of the request.
    """

    token: ApiToken
    has_written: bool


class SessionClockMiddleware:
    """Ends sessions that stood idle or grew old; the server counts, whatever the cookie says."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sign out who came back too late; note the time at most every five minutes."""
        if SESSION_KEY in request.session:
            now = clock.now().timestamp()
            started = request.session.get(SIGNED_IN_AT, now)
            seen = request.session.get(SEEN_AT, now)
            if now - started > SESSION_ABSOLUTE_SECONDS or now - seen > SESSION_IDLE_SECONDS:
                logout(request)
            elif SEEN_AT not in request.session or now - seen > SEEN_STEP_SECONDS:
                request.session[SIGNED_IN_AT] = started
                request.session[SEEN_AT] = now
        return self.get_response(request)


class DenialMiddleware:
    """Records what an organization refused to somebody signed in, outside the refused request's transaction."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request run; where it was denied inside an organization, say so in its log."""
        response = self.get_response(request)
        organization = getattr(request, "organization", None)
        if response.status_code in DENIED and organization is not None and request.user.is_authenticated:
            attempt = Attempt(
                user_id=UUID(str(request.user.pk)),
                method=request.method or "",
                path=request.path,
                status=response.status_code,
                request_id=str(getattr(request, "request_id", "")),
            )
            denial_record(organization_id=organization.id, attempt=attempt)
        return response


class ActorMiddleware:
    """Builds the actor from the membership; who is no member gets what a missing organization gets.

    By a key below /api/ it is the key's owner within the token's bounds, and 401 for everything that opens nothing.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let members in, say so to members of a suspended organization, know nothing to others."""
        organization = getattr(request, "organization", None)
        if organization is None:
            return self.get_response(request)
        settings = organization_settings()
        key = bearer_of(request)
        if key is not None:
            return self._by_key(request, key, organization, settings)
        user_id = UUID(str(request.user.pk))
        actor = actor_of_user(user_id, organization_id=organization.id, settings=settings)
        if actor is None:
            raise Http404
        structlog.contextvars.bind_contextvars(user=str(user_id))
        if organization.state != OrganizationState.ACTIVE:
            return render(request, "suspended.html", {"organization": organization}, status=403)
        return self._as_actor(request, actor, settings)

    def _by_key(
        self, request: HttpRequest, key: str, organization: Organization, settings: OrganizationSettings
    ) -> HttpResponseBase:
        bearer = bearer_for_key(key, organization_id=organization.id, settings=settings, address=host_of(request))
        if bearer is None or organization.state != OrganizationState.ACTIVE:
            return HttpResponse(status=401, headers={"WWW-Authenticate": CHALLENGE})
        token = bearer.token
        request.user = token.membership.user
        asked = cast("TokenRequest", request)
        asked.token = token
        ids = {"user": str(bearer.actor.user_id), "token": str(token.pk)}
        structlog.contextvars.bind_contextvars(**ids)
        name_in_history(**ids)
        asked.has_written = token_used(token=token)
        return self._as_actor(request, bearer.actor, settings)

    def _as_actor(self, request: HttpRequest, actor: Actor, settings: OrganizationSettings) -> HttpResponseBase:
        asked = cast("ActorRequest", request)
        asked.actor, asked.settings = actor, settings
        if request.path_info.startswith(API_PATH):
            speak_as(request, cast("User", request.user), settings)
        with timezone.override(ZoneInfo(settings.time_zone)):  # moments are shown on the organization's own clock
            return self.get_response(request)
