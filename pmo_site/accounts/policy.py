"""The one answer to "may X do Y to Z": the same for a single record and for a list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm

from pmo_site.accounts.grounds import Ground, Source, organization_grounds, organization_rights
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import PLATFORM_RIGHTS, OperatingModel, OrganizationRole
from pmo_site.accounts.scopes import Bounds

Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in one organization: a member, or a named system actor such as an import.

    `today` is the organization's own day: terms of roles and what is overdue are judged by it.
    `bounds` is what a token leaves of its owner's rights; nothing where somebody acts in person.
    """

    organization_id: UUID
    user_id: UUID | None
    person_id: UUID | None
    roles: frozenset[OrganizationRole]
    model: OperatingModel
    today: date
    name: str = ""
    system: str = ""
    everywhere: frozenset[Right] = field(default=frozenset())
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """How rights on single records of a kind are found.

    `grounds_of` names their sources for one record, `condition` gives the same answer as a filter of a list, and
    `rights_on` for some rows by their ids, in one query.
    """

    grounds_of: Callable[[Actor, Any], tuple[Ground, ...]]
    condition: Callable[[Actor, Right], Q]
    rights_on: Callable[[Actor, Sequence[Any]], Mapping[UUID, frozenset[Right]]]


_scopes: dict[type[models.Model], Scope] = {}


def member_actor(
    *,
    organization_id: UUID,
    user_id: UUID,
    person_id: UUID,
    roles: frozenset[OrganizationRole],
    model: OperatingModel,
    today: date,
    name: str,
) -> Actor:
    """The actor of a member, with the rights that the roles give everywhere in the organization."""
    return Actor(organization_id, user_id, person_id, roles, model, today, name, "", organization_rights(roles, model))


def bounded(actor: Actor, bounds: Bounds) -> Actor:
    """The same actor by a token: no right beyond its scopes, on everything and on single records alike."""
    return replace(actor, everywhere=actor.everywhere & bounds.rights, bounds=bounds)


def system_actor(organization_id: UUID, system: str, rights: frozenset[Right], *, today: date) -> Actor:
    """A named system actor (an import, the daily rollup) with exactly the rights its work needs."""
    return Actor(organization_id, None, None, frozenset(), OperatingModel.SEPARATE, today, system, system, rights)


def platform_actor(organization_id: UUID, user_id: UUID | None, name: str, *, today: date) -> Actor:
    """An operator of the platform, acting on an organization from outside; holds no right inside it."""
    nobody: frozenset[OrganizationRole] = frozenset()
    return Actor(
        organization_id, user_id, None, nobody, OperatingModel.SEPARATE, today, name, "platform", PLATFORM_RIGHTS
    )


def register_scope(model: type[models.Model], scope: Scope) -> None:
    """Declare how rights on single records of a kind are found; a kind has one scope."""
    if model in _scopes:
        raise ValueError(f"{model.__name__} has a scope already.")
    _scopes[model] = scope


def scoped_models() -> list[type[models.Model]]:
    """Every kind whose rights can be held on single records."""
    return list(_scopes)


def may(actor: Actor, right: Right, record: models.Model | None = None) -> bool:
    """Whether the actor holds the right: on everything, or on this record."""
    if right in actor.everywhere:
        return True
    if _is_out_of_bounds(actor, right):
        return False
    scope = _scopes.get(type(record)) if record is not None else None
    if scope is None or record is None:
        return False
    return right in scope.rights_on(actor, [record]).get(record.pk, ())


def grounds(actor: Actor, record: models.Model | None = None) -> tuple[Ground, ...]:
    """Every source of what a member may do: on everything, and on this record. `may` decides by the same rights.

    A token's bounds take rights away and give none, so they are no source; whoever explains asks in person.
    """
    scope = _scopes.get(type(record)) if record is not None else None
    everywhere = organization_grounds(actor.roles, actor.model)
    return everywhere + (scope.grounds_of(actor, record) if scope is not None else ())


def _is_out_of_bounds(actor: Actor, right: Right) -> bool:
    return actor.bounds is not None and right not in actor.bounds.rights


def require(actor: Actor, right: Right, record: models.Model | None = None) -> None:
    """Raise PermissionDenied unless the actor holds the right."""
    if not may(actor, right, record):
        raise PermissionDenied(str(right))


def visible(actor: Actor, right: Right, queryset: Rows) -> Rows:
    """The rows of a list on which the actor holds the right."""
    if right in actor.everywhere:
        return queryset
    scope = None if _is_out_of_bounds(actor, right) else _scopes.get(queryset.model)
    return queryset.none() if scope is None else queryset.filter(scope.condition(actor, right))


def rights_on(actor: Actor, rows: Sequence[models.Model]) -> Mapping[UUID, frozenset[Right]]:
    """The rights that the actor holds on each of some rows of one kind; `may` answers the same for each. One query."""
    scope = _scopes.get(type(rows[0])) if rows else None
    held = scope.rights_on(actor, rows) if scope is not None else {}
    bounds, nothing = actor.bounds, frozenset[Right]()
    return {row.pk: actor.everywhere | _within(held.get(row.pk, nothing), bounds) for row in rows}


def _within(rights: frozenset[Right], bounds: Bounds | None) -> frozenset[Right]:
    return rights if bounds is None else rights & bounds.rights


def grant(actor: Actor, right: Right, record: models.Model, *, user: models.Model) -> None:
    """Give one account a single right on one record, beyond its roles."""
    require(actor, Right.GRANTS_MANAGE, record)
    assign_perm(right.name.lower(), user, record)


def withdraw(actor: Actor, right: Right, record: models.Model, *, user: models.Model) -> None:
    """Take a single right back."""
    require(actor, Right.GRANTS_MANAGE, record)
    remove_perm(right.name.lower(), user, record)


def granted(actor: Actor, right: Right, kind: type[models.Model]) -> models.QuerySet[Any, Any]:
    """Ids of the records on which the actor's account holds a single grant, as a subquery for lists."""
    grants = _grants_of(actor, kind).filter(permission__codename=right.name.lower())
    return grants.values("content_object_id")


def granted_grounds(actor: Actor, record: models.Model) -> tuple[Ground, ...]:
    """What single grants give the actor on one record, as one source."""
    held = _grants_of(actor, type(record)).filter(content_object_id=record.pk)
    rights = frozenset(Right[code.upper()] for code in held.values_list("permission__codename", flat=True))
    return (Ground(Source.SINGLE_GRANT, rights),) if rights else ()


def grants_on(actor: Actor, kind: type[models.Model], ids: Collection[UUID]) -> models.QuerySet[Any]:
    """The single grants of the actor's account on some records."""
    return _grants_of(actor, kind).filter(content_object_id__in=ids)


@cache
def _grants_model(kind: type[models.Model]) -> type[models.Model]:
    """The table of a kind's single grants; guardian would read content types for it, amid a query that is written."""
    links = [link.related_model for link in kind._meta.related_objects]
    return next(each for each in links if isinstance(each, type) and issubclass(each, UserObjectPermissionBase))


def _grants_of(actor: Actor, kind: type[models.Model]) -> models.QuerySet[Any]:
    grants = _grants_model(kind)._default_manager
    return grants.filter(organization_id=actor.organization_id, user_id=actor.user_id)
