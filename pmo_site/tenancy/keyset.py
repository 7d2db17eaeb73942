"""Pages by key: each costs the same however deep, and rows that come or go never shift the next page."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

Record = TypeVar("Record", bound=models.Model)


class CursorError(ValueError):
    """A cursor that this list did not give."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: one column, unknown values last, ties by id."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Record]):
    """Some rows of a list and the cursors of its neighbors, empty where there is none."""

    rows: list[Record]
    next_cursor: str
    previous_cursor: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: behind a row, or before one (backward), by what the row holds in the column and its id."""

    value: Any
    key: Any
    is_backward: bool = False

    @property
    def shape(self) -> Place:
        """The same without what a row holds: how its query is written, but for whether the value is known."""
        return Place(None, None, is_backward=self.is_backward)

    def at(self, value: Any, key: Any) -> Place:  # noqa: ANN401  what a column holds, and an id
        """The same way from another row."""
        return Place(value, key, is_backward=self.is_backward)


def page_of(
    rows: models.QuerySet[Record], order: Order, *, size: int, after: str = "", before: str = ""
) -> KeysetPage[Record]:
    """One page of a list: the first, the one after a cursor, or the one before it; one query."""
    place = place_of(rows.model, order, after=after, before=before)
    return page_from(list(page_rows(rows, order, size=size, place=place)), order, size=size, place=place)


def place_of(model: type[models.Model], order: Order, *, after: str = "", before: str = "") -> Place | None:
    """The place that a cursor names; None at the head of the list."""
    cursor = before or after
    return Place(*_decoded(model, order, cursor), is_backward=bool(before)) if cursor else None


def page_rows(
    rows: models.QuerySet[Record], order: Order, *, size: int, place: Place | None
) -> models.QuerySet[Record]:
    """The rows of a page and one more, which tells whether another page follows; backward ones from the end."""
    backward = place is not None and place.is_backward
    wanted = _ordered(rows, order, backward=backward)
    if place is not None:
        wanted = wanted.filter(_beyond(order, place))
    return wanted[: size + 1]


def page_from(found: list[Record], order: Order, *, size: int, place: Place | None) -> KeysetPage[Record]:
    """The page that its rows make."""
    backward = place is not None and place.is_backward
    more = len(found) > size
    found = found[:size]
    if backward:
        found.reverse()
    has_next, has_previous = (True, more) if backward else (more, place is not None)
    return KeysetPage(
        found,
        _cursor(found[-1], order) if found and has_next else "",
        _cursor(found[0], order) if found and has_previous else "",
    )


def ordered(rows: models.QuerySet[Record], order: Order) -> models.QuerySet[Record]:
    """A whole list in the order of its pages."""
    return _ordered(rows, order, backward=False)


def _ordered(rows: models.QuerySet[Record], order: Order, *, backward: bool) -> models.QuerySet[Record]:
    descending = order.descending != backward
    nulls: dict[str, Any] = {"nulls_first": True} if backward else {"nulls_last": True}
    first = OrderBy(F(order.column), descending=descending, **nulls)
    return rows.order_by(first, "-pk" if backward else "pk")


def _beyond(order: Order, place: Place) -> Q:
    backward = place.is_backward
    null = Q(**{f"{order.column}__isnull": True})
    tie = Q(pk__lt=place.key) if backward else Q(pk__gt=place.key)
    if place.value is None:
        return (null & tie) | ~null if backward else null & tie
    further = "lt" if order.descending != backward else "gt"
    beyond = Q(**{f"{order.column}__{further}": place.value}) | (Q(**{order.column: place.value}) & tie)
    return beyond if backward else beyond | null


def _cursor(row: models.Model, order: Order) -> str:
    value: Any = row
    for part in order.column.split("__"):
        value = getattr(value, part) if value is not None else None
    text = None if value is None else str(value)
    return base64.urlsafe_b64encode(json.dumps([order.column, text, str(row.pk)]).encode()).decode().rstrip("=")


def _decoded(model: type[models.Model], order: Order, cursor: str) -> tuple[Any, Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        column, text, key = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if not isinstance(text, str | None) or not isinstance(key, str):
            raise CursorError(cursor)
        value = None if text is None else _field(model, order.column).to_python(text)
        pk = model._meta.pk.to_python(key)
    except (ValueError, TypeError, binascii.Error, ValidationError, FieldError, RecursionError) as error:
        raise CursorError(cursor) from error
    if column != order.column or pk is None or "\x00" in str(value):
        raise CursorError(cursor)
    return value, pk


def _field(model: type[models.Model], path: str) -> models.Field[Any, Any]:
    *relations, name = path.split("__")
    for relation in relations:
        related = model._meta.get_field(relation).related_model
        if not isinstance(related, type):
            raise FieldError(path)
        model = related
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldError(path)
    return field
