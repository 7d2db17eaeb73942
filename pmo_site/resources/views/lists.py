"""The list of a register: narrowed, sorted, in pages by key, with what can be done to its rows; and its export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.resources.cells import named
from pmo_site.resources.fields import Field, Text, label_of
from pmo_site.resources.listing import Listing, listing, sort_keys
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Sight, adds_somewhere, is_archived, is_put_away, sight_of, view_list
from pmo_site.resources.views.drawing import column_of, drawn_column
from pmo_site.resources.views.exports import export
from pmo_site.resources.views.frames import frame, list_address, name_of, new_address, record_addresses
from pmo_site.tenancy.keyset import CursorError, KeysetPage
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.formats import day_text, plain_number
from pmo_site.ui.panels import Shown, panels_for
from pmo_site.ui.parts import Chip, Head, Pager, Tab, query_url, sort_head

PAGE_SIZE = 50
SHOWN_FILTERS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list."""

    record: EditableModel
    cells: SafeString
    name: str
    may_change: bool
    is_archived: bool


def list_page(request: ActorRequest, resource: Resource, owner: EditableModel | None = None) -> HttpResponse:
    """The list as a page; `?format=xlsx` and `?format=csv` give the same rows as a file."""
    asked = _asked(request)
    shown = listing(resource, request.actor, asked, owner=owner, fiscal_start=request.settings.fiscal_year_start)
    if asked.get("view") and shown.view is None:
        messages.warning(request, _("This view was deleted or is not shared with you. The whole list is shown."))
    if asked.get("format") in {"xlsx", "csv"}:
        return export(request, shown, asked["format"])
    page = _page(shown, asked)
    sight = sight_of(request.actor, resource, page.rows, resource.rights.change)
    columns = [field for field in shown.columns if sight.shows_any(field)]
    lines = _lines(request, shown, page.rows, columns, sight)
    context = {
        **frame(request, resource, owner),
        "listing": shown,
        "lines": lines,
        "heads": _heads(shown, columns),
        "pager": _pager(shown, page),
        "is_narrowed": bool(shown.given),
        "bulk_fields": _bulk_fields(resource, lines, sight),
        "panels": _panels(request, shown),
        **_around(request, shown),
        "pickable": [
            (field.name, label_of(field, resource.model), field in shown.columns)
            for field in resource.fields
            if sight.shows_any(field)
        ],
    }
    return render(request, "resources/list.html", context)


def _panels(request: ActorRequest, shown: Listing) -> list[Shown]:
    """What apps show above the list: their panels for `<key>.list` are given the listing."""

    def allows(right: str) -> bool:
        return may(request.actor, Right(right), shown.owner)

    return panels_for(f"{shown.resource.key}.list", request, shown, allows=allows)


def _asked(request: ActorRequest) -> dict[str, str]:
    """The query with one value for each name; picked columns come one by one and are kept as one."""
    asked = {name: values[-1] for name, values in request.GET.lists()}
    picked = request.GET.getlist("column")
    if asked.pop("column", None):
        asked["columns"] = ",".join(dict.fromkeys(picked))
    return asked


def _around(request: ActorRequest, shown: Listing) -> dict[str, Any]:
    resource, owner = shown.resource, shown.owner
    may_create = _may_create(request, shown)
    named = shown.given.get(resource.owner.field) if resource.owner and owner is None else None
    chosen = f"?{urlencode({resource.owner.field: named})}" if resource.owner and named else ""
    fields = list(shown.form.visible_fields())
    return {
        "may_create": may_create,
        "new_url": f"{new_address(request, resource, owner)}{chosen}" if may_create else "",
        "paste_url": new_address(request, resource, owner, "paste") if may_create else "",
        "list_url": list_address(request, resource, owner),
        "first_filters": fields[:SHOWN_FILTERS],
        "more_filters": fields[SHOWN_FILTERS:],
        "kept": [(name, value) for name, value in shown.query.items() if name in {"sort", "columns"}],
        "chips": chips_of(shown),
        "views": _views(request, shown),
        "export_url": query_url(_lists(shown.query), format="xlsx"),
        "csv_url": query_url(_lists(shown.query), format="csv"),
    }


def _may_create(request: ActorRequest, shown: Listing) -> bool:
    """Whether the reader may add a record here: to the owner of the list, or across owners to one of them."""
    resource, owner = shown.resource, shown.owner
    if resource.owner and owner is None:
        return adds_somewhere(request.actor, resource)
    return not is_archived(owner) and may(request.actor, resource.rights.create, owner)


def _lists(query: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in query.items()}


def _page(shown: Listing, asked: Mapping[str, str]) -> KeysetPage[Any]:
    try:
        return shown.page(size=PAGE_SIZE, after=asked.get("after", ""), before=asked.get("before", ""))
    except CursorError:
        return shown.page(size=PAGE_SIZE)


def _heads(shown: Listing, fields: Sequence[Field]) -> list[Head]:
    keys, query = sort_keys(shown.resource, shown.actor), _lists(shown.query)
    return [
        sort_head(column_of(shown.resource, field, sortable=field.name in keys), shown.sort, query) for field in fields
    ]


def _lines(
    request: ActorRequest, shown: Listing, rows: Sequence[EditableModel], fields: Sequence[Field], sight: Sight
) -> list[Line]:
    resource, today = shown.resource, request.actor.today
    columns = [drawn_column(resource, field, is_title=field.name == resource.title) for field in fields]
    detail, edit = record_addresses(request, resource), record_addresses(request, resource, "edit")
    lines = []
    for record in rows:
        may_change = sight.holds(resource.rights.change, record) and not is_put_away(resource, record)
        url, edit_url = escape(detail(record)), escape(edit(record)) if may_change else SafeString("")
        cells = [column.cell(record, sight, today, url=url, edit_url=edit_url) for column in columns]
        drawn = SafeString("".join(cells))  # each of them is escaped
        lines.append(Line(record, drawn, name_of(resource, record), may_change, is_archived(record)))
    return lines


def _bulk_fields(resource: Resource, lines: Sequence[Line], sight: Sight) -> list[tuple[str, Any]]:
    """Fields that the reader may give to many of these rows at once."""
    changeable = [line.record for line in lines if line.may_change]
    fields = [field for field in resource.typed() if field.name != resource.title and not isinstance(field, Text)]
    return [
        (field.name, label_of(field, resource.model))
        for field in fields
        if any(sight.takes(field, record) for record in changeable)
    ]


def _pager(shown: Listing, page: KeysetPage[Any]) -> Pager:
    """The neighbors of a page and how many rows there are: a page without neighbors holds them all."""
    query, is_part = _lists(shown.query), page.previous_cursor or page.next_cursor
    return Pager(
        shown=len(page.rows),
        total=shown.count() if is_part else len(page.rows),
        first_url=query_url(query) if page.previous_cursor else "",
        previous_url=query_url(query, before=page.previous_cursor) if page.previous_cursor else "",
        next_url=query_url(query, after=page.next_cursor) if page.next_cursor else "",
    )


def chips_of(shown: Listing) -> list[Chip]:
    """Active filters in words, each with the address of the list without it."""
    found = []
    for name, value in shown.given.items():
        bound = shown.form[name]
        words = str(bound.label)
        if value is not True:
            words = f"{words}: {_told(bound.field, value)}"
        found.append(Chip(words, query_url(_lists(shown.query), drop=(name,))))
    return found


def _told(field: Any, value: Any) -> str:  # noqa: ANN401  a form's field and what it understood
    """A filter's value as the list itself would show it."""
    if isinstance(value, Model):
        return named(value)
    if isinstance(value, date):
        return day_text(value, get_language() or "ja")
    if isinstance(value, Decimal):
        return plain_number(value)
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _views(request: ActorRequest, shown: Listing) -> list[Tab]:
    saved = view_list(request.actor, shown.resource)
    if not saved:
        return []
    every = Tab(_("All"), "?", current=shown.view is None and not shown.query)
    return [every, *(Tab(view.name, f"?view={view.pk}", current=view == shown.view) for view in saved)]
