"""Who calls: the account of the browser's session, with the CSRF token on every write."""

from __future__ import annotations

from rest_framework import authentication, exceptions
from rest_framework.request import Request

from pmo_site.api.errors import CsrfError


class SessionAuthentication(authentication.SessionAuthentication):
    """The session; nobody signed in is answered 401 and not 403, so that a client knows to sign in."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  DRF's signature
        """The scheme that a 401 names."""
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a write without the token, in our own words."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfError from error
