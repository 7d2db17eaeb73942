"""Which tenant this piece of work belongs to, in Python and in the database, for one transaction at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from pmo_site.tenancy.roads import current_connection, current_road

Found = TypeVar("Found")


class NoTenantError(RuntimeError):
    """Tenant data was asked for outside any tenant's context: a fault of the caller, never answered with data."""


@dataclass(frozen=True, slots=True)
class TenantContext:
    """What the database is told: the tenant, the user and who is to stand in history (ids only).

    `read` keeps what one piece of work asks for over and over, such as a scale that every cell of a list needs.
    """

    organization_id: UUID | None = None
    user_id: UUID | None = None
    history: Mapping[str, str] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict, compare=False)


_NOWHERE = TenantContext()
_current: ContextVar[TenantContext] = ContextVar("tenant_context", default=_NOWHERE)


def current_organization_id() -> UUID | None:
    """The tenant of this piece of work, or None outside any."""
    return _current.get().organization_id


def require_organization_id() -> UUID:
    """The tenant of this piece of work; outside any, the caller is at fault."""
    organization_id = _current.get().organization_id
    if organization_id is None:
        raise NoTenantError("Tenant data is used only inside a tenant's context.")
    return organization_id


def _tell_database(context: TenantContext) -> None:
    with current_connection().cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organization', %s, true), set_config('app.user', %s, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [
                str(context.organization_id or ""),
                str(context.user_id or ""),
                json.dumps(dict(context.history)) if context.history else "",
            ],
        )


@contextmanager
def _entered(context: TenantContext) -> Iterator[None]:
    """Open a transaction that knows the context; leaving restores what the surrounding transaction knew."""
    before = _current.get()
    connection = current_connection()
    nested = connection.in_atomic_block
    with transaction.atomic(using=current_road()):
        _tell_database(context)
        token = _current.set(context)
        try:
            yield
        finally:
            _current.reset(token)
        # A released savepoint keeps SET LOCAL, so the outer values are told again; one rolled back restores them.
        if nested and not connection.needs_rollback:
            _tell_database(before)


def step() -> AbstractContextManager[None]:
    """A step of a larger write: whoever catches its error has rolled back that write, or may ask nothing any more.

    It sets no savepoint of its own; outside any transaction it is one.
    """
    return transaction.atomic(using=current_road(), savepoint=False)


@contextmanager
def tenant(
    organization_id: UUID, *, user_id: UUID | None = None, history: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Work for one organization in one transaction; everything else is invisible to it."""
    with _entered(TenantContext(organization_id, user_id, dict(history or {}))):
        yield


@contextmanager
def account(user_id: UUID) -> Iterator[None]:
    """Work for one user's own account: of all tenants' rows only that user's memberships are visible."""
    with _entered(TenantContext(user_id=user_id)):
        yield


@contextmanager
def written_for(organization_id: UUID) -> Iterator[None]:
    """Write queries as for an organization, without asking them: the database is told nothing, its wall stays."""
    token = _current.set(TenantContext(organization_id))
    try:
        yield
    finally:
        _current.reset(token)


def name_in_history(**facts: str) -> None:
    """Add facts (ids only) to what history records for the rest of this transaction; an empty one is dropped."""
    context = _current.get()
    told = {name: fact for name, fact in {**context.history, **facts}.items() if fact}
    renewed = TenantContext(context.organization_id, context.user_id, told, context.read)
    _current.set(renewed)
    _tell_database(renewed)


def read_once(name: str, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for once in this tenant's piece of work; who changes it calls `read_again`."""
    require_organization_id()
    read = _current.get().read
    if name not in read:
        read[name] = find()
    found: Found = read[name]
    return found


def read_again(name: str) -> None:
    """Forget what was read under a name, because it was changed."""
    _current.get().read.pop(name, None)
