"""Inside the tenant's transaction: who acts, or the same 404 as for what does not exist."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.selectors import actor_of_user, organization_settings
from pmo_site.tenancy.middleware import TenantRequest
from pmo_site.tenancy.models import OrganizationState


class ActorRequest(TenantRequest):
    """A request of a member inside an organization."""

    actor: Actor
    settings: OrganizationSettings


class ActorMiddleware:
    """Builds the actor from the membership; who is no member gets what a missing organization gets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
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
        return self.get_response(request)
