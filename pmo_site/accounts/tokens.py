"""Reads of tokens: who a key stands for now, and which tokens there are."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Q

from pmo_site.accounts.models import ApiToken, OrganizationSettings
from pmo_site.accounts.policy import Actor, bounded, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.scopes import bounds_of
from pmo_site.accounts.selectors import actor_of_member
from pmo_site.accounts.token_keys import key_hash, organization_named
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.selectors import organization_is_active


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token that is good now, with the actor that it is."""

    token: ApiToken
    actor: Actor


def token_for_key(key: str, *, address: str) -> tuple[ApiToken, frozenset[OrganizationRole]] | None:
    """The token of a key in the current organization, with its owner and the owner's roles; None where it is not good.

    Unknown, revoked, expired, of a former member or from elsewhere: one query finds the row by its hash, and the
    answer is the same.
    """
    token = (
        ApiToken.objects.filter(key_hash=key_hash(key))
        .select_related("membership__person", "membership__user")
        .annotate(role_codes=ArrayAgg("membership__roles__role", filter=Q(membership__roles__isnull=False), default=[]))
        .first()
    )
    if token is None or not is_good(token) or not _is_within(address, token.networks):
        return None
    return token, frozenset(OrganizationRole(code) for code in token.role_codes)


def is_good(token: ApiToken) -> bool:
    """Whether a token opens anything: in its term, not revoked, its owner a member with a live account."""
    membership = token.membership
    return (
        token.revoked_at is None
        and token.expires_at > clock.now()
        and membership.ended_at is None
        and membership.user.is_active
        and not membership.user.is_staff
    )


def bearer_for_key(key: str, *, organization_id: UUID, settings: OrganizationSettings, address: str) -> Bearer | None:
    """Who acts by a key in the current organization, within the token's bounds; None where it opens nothing."""
    found = token_for_key(key, address=address)
    if found is None:
        return None
    token, roles = found
    actor = actor_of_member(token.membership, roles=roles, organization_id=organization_id, settings=settings)
    return Bearer(token, bounded(actor, bounds_of(token.pk, token.scopes)))


def token_at_large(key: str, *, address: str) -> ApiToken | None:
    """The token of a key outside any organization's address: looked up in the one that the key names."""
    organization_id = organization_named(key)
    if organization_id is None or not organization_is_active(organization_id):
        return None
    with tenant(organization_id):
        found = token_for_key(key, address=address)
        return found[0] if found else None


def tokens_own(actor: Actor) -> list[ApiToken]:
    """The actor's own tokens, newest first."""
    return list(_tokens().filter(_mine(actor)))


def tokens_all(actor: Actor) -> models.QuerySet[ApiToken]:
    """Every token of the organization, for who may revoke them."""
    require(actor, Right.TOKENS_MANAGE)
    return _tokens()


def token_own(actor: Actor, *, token_id: UUID, **_others: object) -> ApiToken | None:
    """One of the actor's own tokens."""
    return _tokens().filter(_mine(actor), pk=token_id).first()


def token_any(actor: Actor, *, token_id: UUID, **_others: object) -> ApiToken | None:  # noqa: ARG001  a finder's signature
    """A token of the organization, whoever it belongs to; its view asks for the right."""
    return _tokens().filter(pk=token_id).first()


def names_of_tokens(token_ids: Iterable[str]) -> dict[str, str]:
    """Names of tokens by id, for who reads a history."""
    wanted = list(token_ids)
    return (
        {str(pk): name for pk, name in ApiToken.objects.filter(pk__in=wanted).values_list("pk", "name")}
        if wanted
        else {}
    )


def _mine(actor: Actor) -> Q:
    return Q(membership__user_id=actor.user_id)


def _tokens() -> models.QuerySet[ApiToken]:
    live_first = F("revoked_at").asc(nulls_first=True)
    return ApiToken.objects.select_related("membership__person", "revoked_by").order_by(live_first, "-created_at")


def _is_within(address: str, networks: Sequence[str]) -> bool:
    if not networks:
        return True
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(caller, "ipv4_mapped", None) or caller
    return any(mapped in ipaddress.ip_network(network) for network in networks)
