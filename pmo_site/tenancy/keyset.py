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


def page_of(
    rows: models.QuerySet[Record], order: Order, *, size: int, after: str = "", before: str = ""
) -> KeysetPage[Record]:
    """One page of a list: the first, the one after a cursor, or the one before it; one query."""
    backward = bool(before)
    cursor = before or after
    wanted = _ordered(rows, order, backward=backward)
    if cursor:
        wanted = wanted.filter(_beyond(rows.model, order, cursor, backward=backward))
    found = list(wanted[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backward:
        found.reverse()
    has_next, has_previous = (bool(cursor), more) if backward else (more, bool(cursor))
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


def _beyond(model: type[models.Model], order: Order, cursor: str, *, backward: bool) -> Q:
    value, key = _decoded(model, order, cursor)
    null = Q(**{f"{order.column}__isnull": True})
    tie = Q(pk__lt=key) if backward else Q(pk__gt=key)
    if value is None:
        return (null & tie) | ~null if backward else null & tie
    further = "lt" if order.descending != backward else "gt"
    beyond = Q(**{f"{order.column}__{further}": value}) | (Q(**{order.column: value}) & tie)
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
        field = _field(model, order.column)
        value = None if text is None else field.to_python(text)
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
