"""Around the tenant: how long a session lasts and what was denied. Inside it: who acts."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.contrib.auth import SESSION_KEY, logout
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from pmo_site.accounts.limits import SESSION_ABSOLUTE_SECONDS, SESSION_IDLE_SECONDS, SIGNED_IN_AT
from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.accounts.services.denials import Attempt, denial_record
from pmo_site.kernel import clock
from pmo_site.tenancy.middleware import TenantRequest
from pmo_site.tenancy.models import OrganizationState

Next = Callable[[HttpRequest], HttpResponseBase]

SEEN_AT = "seen_at"
SEEN_STEP_SECONDS = 300
DENIED = frozenset({403, 404})


class ActorRequest(TenantRequest):
    """A request of a member inside an organization."""

    actor: Actor
    settings: OrganizationSettings


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
    """Builds the actor from the membership; who is no member gets what a missing organization gets."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let members in, say so to members of a suspended organization, know nothing to others."""
        organization = getattr(request, "organization", None)
        if organization is None:
            return self.get_response(request)
        settings = organization_settings()
        user_id = UUID(str(request.user.pk))
        actor = actor_of_user(user_id, organization_id=organization.id, settings=settings)
        if actor is None:
            raise Http404
        structlog.contextvars.bind_contextvars(user=str(user_id))
        if organization.state != OrganizationState.ACTIVE:
            return render(request, "suspended.html", {"organization": organization}, status=403)
        request.actor = actor  # type: ignore[attr-defined]  # ActorRequest declares it
        request.settings = settings  # type: ignore[attr-defined]  # ActorRequest declares it
        with timezone.override(ZoneInfo(settings.time_zone)):  # moments are shown on the organization's own clock
            return self.get_response(request)
