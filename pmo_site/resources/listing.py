"""A list as it is asked for: filters, sort, columns and a saved view, out of one query; page, export and API alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmo_site.accounts.policy import Actor
from pmo_site.resources.fields import Field
from pmo_site.resources.filters import FilterForm, narrowed
from pmo_site.resources.models import SavedView
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import Rows, open_everywhere, record_count, record_page, record_rows, view_named
from pmo_site.tenancy.keyset import KeysetPage, Order, page_of, place_of
from pmo_site.tenancy.models import EditableModel

PAGING = frozenset({"after", "before", "format", "background"})
SHAPE = frozenset({"sort", "columns", "view"})


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows: `query` is the whole address without the place in it, a saved view resolved."""

    resource: Resource
    actor: Actor
    owner: EditableModel | None
    query: Mapping[str, str]
    form: FilterForm
    sort: str
    columns: tuple[Field, ...]
    view: SavedView | None
    fiscal_start: int

    @property
    def order(self) -> Order:
        """The column that sorts."""
        return Order(self.resource.sorts()[self.sort.removeprefix("-")], descending=self.sort.startswith("-"))

    @property
    def given(self) -> dict[str, Any]:
        """The filters that were understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", False)}

    @property
    def is_whole(self) -> bool:
        """Whether no filter narrows it: even a zero does, which is no filter that is told."""
        return all(value is None or value is False or value == "" for value in self.form.cleaned_data.values())

    def page(self, *, size: int, after: str = "", before: str = "") -> KeysetPage[Any]:
        """A page of the rows; of a whole list by a prepared query. CursorError where the place makes no sense."""
        if not self.is_whole:
            return page_of(self.rows(), self.order, size=size, after=after, before=before)
        place = place_of(self.resource.model, self.order, after=after, before=before)
        return record_page(self.actor, self.resource, self.order, owner=self.owner, size=size, place=place)

    def count(self) -> int:
        """How many rows all its pages have."""
        if not self.is_whole:
            return self.rows().count()
        return record_count(self.actor, self.resource, owner=self.owner)

    def rows(self) -> Rows:
        """The rows that the actor may see, narrowed."""
        rows = record_rows(self.actor, self.resource, self.owner)
        return narrowed(rows, self.resource, self.actor, self.form.cleaned_data, fiscal_start=self.fiscal_start)


def listing(
    resource: Resource, actor: Actor, asked: Mapping[str, str], *, owner: EditableModel | None, fiscal_start: int
) -> Listing:
    """Read a list's query; parts that make no sense are left out and told at their field."""
    view = view_named(actor, resource, asked["view"]) if asked.get("view") else None
    query = {**(view.query if view else {}), **{k: v for k, v in asked.items() if k not in PAGING and k != "view"}}
    form = FilterForm(query, resource=resource, actor=actor, fiscal_start=fiscal_start)
    form.is_valid()
    return Listing(
        resource=resource,
        actor=actor,
        owner=owner,
        query=query,
        form=form,
        sort=sort_of(resource, actor, query.get("sort", "")),
        columns=shown_columns(resource, query.get("columns", ""), owner),
        view=view,
        fiscal_start=fiscal_start,
    )


def sort_keys(resource: Resource, actor: Actor) -> set[str]:
    """What this reader may sort by: never by what is closed on some row."""
    return {field.name for field in open_everywhere(actor, resource.fields) if field.sort}


def sort_of(resource: Resource, actor: Actor, asked: str) -> str:
    """The sort in force; an unknown one is the register's own."""
    return asked if asked.removeprefix("-") in sort_keys(resource, actor) else resource.order


def shown_columns(resource: Resource, asked: str, owner: EditableModel | None) -> tuple[Field, ...]:
    """The columns in force: those asked for, in their order, or the register's own; one owner's list names it not."""
    known = {field.name: field for field in resource.fields}
    chosen = [known[name] for name in dict.fromkeys(asked.split(",")) if name in known]
    idle = resource.owner.column if resource.owner and owner else ""
    return tuple(chosen) or tuple(known[name] for name in resource.columns if name != idle)
