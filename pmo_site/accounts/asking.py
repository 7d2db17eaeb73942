"""Queries that every actor asks for themselves, written once for all who hold the same rights everywhere."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from pmo_site.accounts.policy import Actor
from pmo_site.tenancy.prepared import PreparedShapes
from pmo_site.tenancy.statements import Value


class AskedByActor:
    """A query of an actor, prepared: `rows` takes the actor, the shape, and the values by name.

    `rows` may look at everything of the actor but their ids, their day and their name: who they are stands among the
    values of each asking, and what they hold is part of the shape. So nobody is answered with another's rows.
    A value of None is left out: the query is written without it. One that finds its rows `by_key` says so.
    """

    def __init__(self, rows: Callable[..., models.QuerySet[Any, Any]], *, by_key: bool = False) -> None:
        self._rows = rows
        self._shapes = PreparedShapes(self._written, idle=(*_OWN, _TOKEN), by_key=by_key)

    def all(self, actor: Actor, *shape: Hashable, **values: Value | None) -> list[Any]:
        """Every row for this actor and these values."""
        held, own = _parted(actor)
        return self._shapes.all(held, shape, values=own | _given(values))

    def first(self, actor: Actor, *shape: Hashable, **values: Value | None) -> Any:  # noqa: ANN401  a record of any kind
        """The first row, None where there is none."""
        return next(iter(self.all(actor, *shape, **values)), None)

    def within(
        self, actor: Actor, *shape: Hashable, **values: Value | None
    ) -> RawSQL | models.QuerySet[Any, Any] | None:
        """The query for this actor and these values, to stand inside another one; None where it finds nothing."""
        held, own = _parted(actor)
        found = self._shapes.within(held, shape, values=own | _given(values))
        return None if isinstance(found, models.QuerySet) and found.query.is_empty() else found

    def is_kept(self, actor: Actor, *shape: Hashable, **values: Value | None) -> bool:
        """Whether the query can be kept for such an actor, for the tests."""
        held, own = _parted(actor)
        return self._shapes.is_kept(held, shape, values=own | _given(values))

    def _written(self, held: Actor, shape: tuple[Hashable, ...], **values: Any) -> models.QuerySet[Any, Any]:  # noqa: ANN401  marks or values
        own = {name: values.pop(name) for name in _OWN if name in values}
        token = values.pop(_TOKEN, None)
        bounds = None if held.bounds is None else replace(held.bounds, token_id=token)
        return self._rows(replace(held, bounds=bounds, **own), *shape, **values)


_OWN = ("organization_id", "user_id", "person_id", "today")
_TOKEN = "token_id"  # noqa: S105  the name of an id
_NOBODY, _NO_DAY = UUID(int=0), date.min


def _given(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _parted(actor: Actor) -> tuple[Actor, dict[str, Value]]:
    """What decides how the actor's queries are written, and the ids and the day that they are asked with."""
    own: dict[str, Any] = {name: getattr(actor, name) for name in _OWN}
    values: Mapping[str, Any] = {name: value for name, value in own.items() if value is not None}
    blank: dict[str, Any] = {name: _NO_DAY if name == "today" else _NOBODY for name in values}
    bounds = actor.bounds
    if bounds is None:
        return replace(actor, name="", **blank), {**values}
    return (
        replace(actor, name="", bounds=replace(bounds, token_id=_NOBODY), **blank),
        {**values, _TOKEN: bounds.token_id},
    )
