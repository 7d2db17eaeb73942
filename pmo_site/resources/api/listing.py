"""A list as the API asks for it: the same listing as the page, its values read by the register's own query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError

from pmo_site.accounts.policy import Actor
from pmo_site.api.endpoints import ApiRequest
from pmo_site.resources.filters import FilterForm, filter_fields, narrowed
from pmo_site.resources.listing import sort_keys
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import record_page, record_rows, view_named
from pmo_site.tenancy.keyset import KeysetPage, Order, page_of, place_of
from pmo_site.tenancy.models import EditableModel

_NO_FILTERS = frozenset({"limit", "after", "before", "sort", "view", "fields"})


@dataclass(frozen=True, slots=True)
class AskedListing:
    """The rows of a list and their order."""

    resource: Resource
    actor: Actor
    owner: EditableModel | None
    given: Mapping[str, Any]
    sort: str
    fiscal_start: int

    @property
    def order(self) -> Order:
        """The column that sorts."""
        return Order(self.resource.sorts()[self.sort.removeprefix("-")], descending=self.sort.startswith("-"))

    def page(self, asked: Mapping[str, Any]) -> KeysetPage[Any]:
        """The page that is asked for, of the rows that the caller may see, narrowed."""
        size, cursors = asked["limit"], {name: asked.get(name, "") for name in ("after", "before")}
        if self.given:
            rows = record_rows(self.actor, self.resource, self.owner)
            rows = narrowed(rows, self.resource, self.actor, self.given, fiscal_start=self.fiscal_start)
            return page_of(rows, self.order, size=size, **cursors)
        place = place_of(self.resource.model, self.order, **cursors)
        return record_page(self.actor, self.resource, self.order, owner=self.owner, size=size, place=place)


def asked_listing(
    resource: Resource, request: ApiRequest, asked: Mapping[str, Any], *, owner: EditableModel | None
) -> AskedListing:
    """Read a query; a saved view comes first, what is asked beside it wins."""
    actor, start = request.actor, request.settings.fiscal_year_start
    kept = _kept(resource, actor, str(asked["view"]), start) if asked.get("view") else {}
    given = {**kept, **{name: value for name, value in asked.items() if name not in _NO_FILTERS and value is not False}}
    _refuse_closed(resource, actor, given, start)
    sort = str(asked.get("sort") or kept.get("sort") or resource.order)
    if sort.removeprefix("-") not in sort_keys(resource, actor):
        raise ValidationError({"sort": [ErrorDetail("", "invalid_choice")]})
    return AskedListing(resource, actor, owner, given, sort, start)


def _kept(resource: Resource, actor: Actor, name: str, fiscal_start: int) -> dict[str, Any]:
    """The filters and the sort of a saved view as far as they are open; an unknown view is refused."""
    view = view_named(actor, resource, name)
    if view is None:
        raise ValidationError({"view": [ErrorDetail("", "unknown")]})
    form = FilterForm(view.query, resource=resource, actor=actor, fiscal_start=fiscal_start)
    form.is_valid()
    found = {key: value for key, value in form.cleaned_data.items() if value not in (None, "", False)}
    sort = str(view.query.get("sort", ""))
    return {**found, "sort": sort} if sort.removeprefix("-") in sort_keys(resource, actor) else found


def _refuse_closed(resource: Resource, actor: Actor, given: Mapping[str, Any], fiscal_start: int) -> None:
    """A filter that is not open to the caller is as unknown as one that does not exist."""
    if not given:
        return
    known = {*filter_fields(resource, actor, fiscal_start=fiscal_start), "sort"}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ValidationError({name: [ErrorDetail("", "unknown")] for name in unknown})
