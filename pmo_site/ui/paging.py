"""The page of a list that an address asks for, and the way to its neighbors."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.http import QueryDict

from pmo_site.tenancy.keyset import CursorError, KeysetPage, Order, page_of
from pmo_site.ui.parts import Pager, query_url

Record = TypeVar("Record", bound=models.Model)
_PLACE = ("after", "before")


def page_asked(rows: models.QuerySet[Record], order: Order, query: QueryDict, *, size: int) -> KeysetPage[Record]:
    """The page after or before the cursor that was given; the first one where it is none of this list."""
    try:
        return page_of(rows, order, size=size, after=query.get("after", ""), before=query.get("before", ""))
    except CursorError:
        return page_of(rows, order, size=size)


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
