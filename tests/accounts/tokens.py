"""Tokens for tests: made by the service, asked with by a client that has no session."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.test import Client

from pmo_site.accounts.models import ApiToken
from pmo_site.accounts.scopes import FOR_HOLDERS, TokenScope
from pmo_site.accounts.services.tokens import MadeToken, TokenFacts, token_create
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from tests.accounts.world import Member

READING = tuple(scope.value for scope in TokenScope if scope.value.endswith(":read"))
EVERYTHING = tuple(scope.value for scope in TokenScope if scope not in FOR_HOLDERS)


def make_token(
    member: Member, scopes: Iterable[str] = EVERYTHING, *, days: int = 90, networks: Iterable[str] = ()
) -> MadeToken:
    """A token of a member."""
    with member.acting() as actor:
        facts = TokenFacts(name="Nightly sync", scopes=list(scopes), days=days, networks=list(networks))
        return token_create(actor=actor, facts=facts)


def program(key: str) -> Client:
    """A client that shows a key and keeps no session."""
    return Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})


def expire(made: MadeToken, member: Member) -> None:
    """Let a token's term have ended a second ago."""
    with tenant(member.organization.id):
        ApiToken.objects.filter(pk=made.token.pk).update(expires_at=clock.now() - timedelta(seconds=1))
