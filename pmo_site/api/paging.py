"""Pages of lists by key, with the links to their neighbors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db import models
from rest_framework.request import Request

from pmo_site.tenancy.keyset import KeysetPage, Order, page_of

Record = TypeVar("Record", bound=models.Model)


def asked_page(rows: models.QuerySet[Record], order: Order, query: Mapping[str, Any]) -> KeysetPage[Record]:
    """The page that a PageQuery asks for; one query."""
    return page_of(rows, order, size=query["limit"], after=query.get("after", ""), before=query.get("before", ""))


def envelope(request: Request, page: KeysetPage[Any], items: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    """A page as it is answered: its rows, the addresses of its neighbors (null where there is none)."""
    return {
        "items": items,
        "next": _link(request, after=page.next_cursor),
        "previous": _link(request, before=page.previous_cursor),
        **more,
    }


def _link(request: Request, **cursor: str) -> str | None:
    if not any(cursor.values()):
        return None
    kept = {name: value for name, value in request.query_params.items() if name not in {"after", "before"}}
    return f"{request.path}?{urlencode({**kept, **cursor})}"
