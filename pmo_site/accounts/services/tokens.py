"""Writes of tokens: made and revoked by people, never by a token."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from pmo_site.accounts.limits import (
    TOKEN_DAYS_MOST,
    TOKEN_NETWORKS_MOST,
    TOKEN_UNDO_SECONDS,
    TOKEN_USE_STEP_SECONDS,
    TOKENS_MOST,
)
from pmo_site.accounts.models import ApiToken, Membership
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.scopes import FOR_HOLDERS, TokenScope
from pmo_site.accounts.services.locks import one_at_a_time
from pmo_site.accounts.services.revising import checked
from pmo_site.accounts.token_keys import HINT_CHARACTERS, key_hash, key_make
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What its owner decides about a token."""

    name: str
    scopes: Sequence[str]
    days: int
    networks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token with its key, which is known here and never again."""

    token: ApiToken
    key: str


@transaction.atomic
def token_create(*, actor: Actor, facts: TokenFacts) -> MadeToken:
    """Make a token for the actor's own membership; the number of live ones has a limit."""
    user_id = _in_person(actor)
    one_at_a_time(f"tokens:{user_id}")
    networks = _networks(facts.networks)
    _check(facts)
    _refuse_unheld(actor, facts)
    membership = Membership.objects.get(user_id=user_id, ended_at__isnull=True)
    now = clock.now()
    live = ApiToken.objects.filter(membership=membership, revoked_at__isnull=True, expires_at__gt=now)
    if live.count() >= TOKENS_MOST:
        raise RuleError([FieldProblem("", "too_many_tokens")])
    key = key_make(actor.organization_id)
    token = ApiToken(
        membership=membership,
        name=facts.name.strip(),
        hint=key[-HINT_CHARACTERS:],
        key_hash=key_hash(key),
        scopes=[scope.value for scope in TokenScope if scope.value in facts.scopes],
        networks=networks,
        expires_at=now + timedelta(days=facts.days),
    )
    checked(token)
    token.save()
    return MadeToken(token, key)


@transaction.atomic
def token_revoke(*, actor: Actor, token_id: UUID) -> ApiToken:
    """End a token with its next request; revoking it twice keeps the first time."""
    token = _within_reach(actor, token_id)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_id = clock.now(), actor.person_id
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token


@transaction.atomic
def token_restore(*, actor: Actor, token_id: UUID) -> bool:
    """Undo one's own revocation for a few minutes; False where it was somebody else's or is too long ago."""
    token = _within_reach(actor, token_id)
    latest = clock.now() - timedelta(seconds=TOKEN_UNDO_SECONDS)
    if token.revoked_at is None or token.revoked_at < latest or token.revoked_by_id != actor.person_id:
        return False
    token.revoked_at = token.revoked_by_id = None
    token.save(update_fields=["revoked_at", "revoked_by"])
    return True


def token_used(*, token: ApiToken) -> bool:
    """Note that a token is in use, in steps of minutes, and say whether something was written.

    Whoever comes while another one notes it does not wait.
    """
    now = clock.now()
    step = now - timedelta(seconds=TOKEN_USE_STEP_SECONDS)
    if token.last_used_at is not None and token.last_used_at > step:
        return False
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lte=step)
    free = ApiToken.objects.filter(long_ago, pk=token.pk).select_for_update(skip_locked=True, of=("self",))
    return bool(ApiToken.objects.filter(pk__in=free.values("pk")).update(last_used_at=now))


def _in_person(actor: Actor) -> UUID:
    """Tokens are the business of people: no token, and no part of the system, has one made or ended."""
    if actor.bounds is not None or actor.user_id is None:
        raise PermissionDenied(str(Right.TOKENS_MANAGE))
    return actor.user_id


def _within_reach(actor: Actor, token_id: UUID) -> ApiToken:
    user_id = _in_person(actor)
    tokens = ApiToken.objects.select_for_update(of=("self",))
    if not may(actor, Right.TOKENS_MANAGE):
        tokens = tokens.filter(membership__user_id=user_id)
    return tokens.get(pk=token_id)


def _refuse_unheld(actor: Actor, facts: TokenFacts) -> None:
    """Some scopes are given by nobody who does not hold their right now; later the token loses what its owner loses."""
    for scope, right in FOR_HOLDERS.items():
        if scope.value in facts.scopes and not may(actor, right):
            raise RuleError([FieldProblem("scopes", "scope_not_held")])


def _check(facts: TokenFacts) -> None:
    problems = []
    if not facts.scopes or not set(facts.scopes) <= {scope.value for scope in TokenScope}:
        problems.append(FieldProblem("scopes", "no_scope"))
    if not 1 <= facts.days <= TOKEN_DAYS_MOST:
        problems.append(FieldProblem("days", "token_days"))
    if problems:
        raise RuleError(problems)


def _networks(given: Iterable[str]) -> list[str]:
    try:
        found = sorted({str(ipaddress.ip_network(each.strip(), strict=False)) for each in given if each.strip()})
    except ValueError as error:
        raise RuleError([FieldProblem("networks", "not_a_network")]) from error
    if len(found) > TOKEN_NETWORKS_MOST:
        raise RuleError([FieldProblem("networks", "too_many_networks")])
    return found
