"""The first wall: the URL names the tenant, and its transaction is opened around the view."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from pmo_site.tenancy.bearer import bearer_of
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.selectors import organization_by_slug

TENANT_PATH = re.compile(r"^/(?:o|api/v1/organizations)/(?P<slug>[^/]+)(?:/|$)")
NOWHERE = UUID(int=0)
"""The id that no organization has."""


class TenantRequest(HttpRequest):
    """A request inside an organization's address."""

    organization: Organization
    request_id: str


class TenantMiddleware:
    """Resolves the organization from the address and runs everything below in its transaction.

    Whether the organization exists is not told to who is not signed in: they are asked to sign in first. A key is
    looked up inside, in the organization of the address alone; where there is none, it is looked up all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Enter the tenant named in the path, if one is named."""
        match = TENANT_PATH.match(request.path_info)
        if match is None:
            return self.get_response(request)
        has_key = bearer_of(request) is not None
        if not has_key and not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        organization = organization_by_slug(match["slug"]) if "\x00" not in match["slug"] else None
        if organization is None and not has_key:
            raise Http404
        organization = organization or Organization(id=NOWHERE)
        cast("TenantRequest", request).organization = organization
        structlog.contextvars.bind_contextvars(organization=organization.slug)
        user_id = None if has_key else UUID(str(request.user.pk))
        history = {"request_id": str(getattr(request, "request_id", ""))}
        with tenant(organization.id, user_id=user_id, history=history | ({"user": str(user_id)} if user_id else {})):
            response = self.get_response(request)
            if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR and not has_key:
                transaction.set_rollback(True)  # what failed after the view: its page says that nothing was saved
            return response


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and, after it, back here; whatever was typed as an address is escaped on the way."""
    if request.path_info.startswith("/api/"):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
