"""The page of a list that an address asks for, and the way to its neighbors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.http import QueryDict

from pmo_site.tenancy.keyset import CursorError, KeysetPage, Order, Place, page_from, page_rows, place_of
from pmo_site.ui.parts import Pager, query_url

Record = TypeVar("Record", bound=models.Model)
_PLACE = ("after", "before")


def page_asked(rows: models.QuerySet[Record], order: Order, query: QueryDict, *, size: int) -> KeysetPage[Record]:
    """The page after or before the cursor that was given; the first one where it is none of this list."""
    place = place_asked(rows.model, order, query)
    return page_from(list(page_rows(rows, order, size=size, place=place)), order, size=size, place=place)


def place_asked(model: type[models.Model], order: Order, query: Mapping[str, str]) -> Place | None:
    """The place of the cursor that was given; the head of the list where it is none of this list."""
    try:
        return place_of(model, order, after=query.get("after", ""), before=query.get("before", ""))
    except CursorError:
        return None


def pager_of(page: KeysetPage[Any], query: QueryDict, *, total: int | None = None) -> Pager:
    """Addresses of the neighbors, with every filter kept."""
    kept = dict(query.lists())
    return Pager(
        shown=len(page.rows),
        total=total,
        first_url=query_url(kept, drop=_PLACE) if page.previous_cursor else "",
        previous_url=query_url(kept, drop=_PLACE, before=page.previous_cursor) if page.previous_cursor else "",
        next_url=query_url(kept, drop=_PLACE, after=page.next_cursor) if page.next_cursor else "",
    )
