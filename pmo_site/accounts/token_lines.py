"""Tokens as pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.models import ApiToken
from pmo_site.accounts.scopes import SCOPES, TokenScope
from pmo_site.kernel import clock


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token with its scopes and its state in words."""

    token: ApiToken
    scopes: list[Promise]
    state: Promise
    chip: str
    is_live: bool


def token_lines(tokens: Iterable[ApiToken]) -> list[TokenLine]:
    """The lines of a list; what is in force stands out, what is over is grey."""
    return [_line(token) for token in tokens]


def _line(token: ApiToken) -> TokenLine:
    known = {scope.value: facts.label for scope, facts in SCOPES.items()}
    scopes = [known[scope] for scope in token.scopes if scope in set(TokenScope)]
    if token.revoked_at is not None:
        return TokenLine(token, scopes, _("Revoked"), "", is_live=False)
    if token.expires_at <= clock.now():
        return TokenLine(token, scopes, _("Expired"), "", is_live=False)
    return TokenLine(token, scopes, _("In force"), "pm-chip-blue", is_live=True)
