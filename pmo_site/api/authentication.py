"""Who calls: a program by its key, or the account of the browser's session with the CSRF token on every write."""

from __future__ import annotations

from rest_framework import authentication, exceptions
from rest_framework.request import Request

from pmo_site.accounts.models import ApiToken, User
from pmo_site.accounts.services.attempts import host_of
from pmo_site.accounts.tokens import token_at_large
from pmo_site.api.errors import CsrfError
from pmo_site.tenancy.bearer import CHALLENGE, SCHEME, bearer_of


class TokenAuthentication(authentication.BaseAuthentication):
    """A key in `Authorization: Bearer`; below an organization the tenant's edge has looked it up already."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The key's owner; where a key is sent, it alone counts and no session beside it."""
        key = bearer_of(request)
        if key is None:
            return None
        token: ApiToken | None = getattr(request, "token", None) or token_at_large(key, address=host_of(request))
        if token is None:
            raise exceptions.AuthenticationFailed
        return token.membership.user, token

    def authenticate_header(self, request: Request) -> str:
        """The scheme that a 401 names; a key that was sent and refused is called so."""
        return CHALLENGE if bearer_of(request) is not None else SCHEME


class SessionAuthentication(authentication.SessionAuthentication):
    """The session; a write without its CSRF token is refused."""

    def enforce_csrf(self, request: Request) -> None:
        """Refuse a write without the token, in our own words."""
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfError from error
