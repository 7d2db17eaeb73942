"""What the search keeps of each kind, read from its declaration; a new register is found without further code."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_site.resources.fields import Text
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.search.kinds import SearchedKind, searched_kinds


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """What the search keeps of one kind's table: fields looked through by column, and what a find is called.

    `code` and `title` are empty where the kind has none in its table; `owner` names the column of its owner, `made`
    the one that says since when a row stands.
    """

    register: str
    table: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    code: str
    title: str
    owner: str
    made: str = "created_at"

    @property
    def watched(self) -> tuple[str, ...]:
        """Columns whose change changes what is kept."""
        named = (*self.columns, self.code, self.title, self.owner)
        return tuple(dict.fromkeys(column for column in named if column))

    @property
    def arguments(self) -> tuple[str, ...]:
        """The plan as the trigger takes it: register, owner, code, title, and the columns looked through."""
        return (self.register, self.owner, self.code, self.title, *self.columns)


def search_plan(resource: Resource) -> SearchPlan | None:
    """The plan of a register; None where nothing of it is looked through.

    What is closed to some readers is never kept: a search must not tell what a page hides. Columns of other tables
    change without this one and stay with the list's own filter.
    """
    open_texts = [field for field in resource.fields if isinstance(field, Text) and field.right is None]
    fields = tuple(field.search for field in open_texts if field.search and "__" not in field.search)
    if not fields:
        return None
    stored = {field.name: column_of(resource, field.name) for field in open_texts}
    code = stored.get("code", "")
    return SearchPlan(
        register=resource.key,
        table=resource.model._meta.db_table,
        fields=fields,
        columns=tuple(column_of(resource, name) for name in fields),
        code=code,
        title=stored.get(resource.title, ""),
        owner=column_of(resource, resource.owner.field) if resource.owner else "",
    )


def search_plans() -> list[SearchPlan]:
    """The plans of all registers, in the order of their declarations, then those of the kinds beside them."""
    return [*(plan for plan in map(search_plan, resources()) if plan), *map(_plan_beside, searched_kinds())]


def _plan_beside(kind: SearchedKind) -> SearchPlan:
    """What is kept of a kind that is no register; what its finds are called is told when they are shown."""
    table, columns = kind.model._meta.db_table, kind.columns
    return SearchPlan(kind.key, table, columns, columns, code="", title="", owner=kind.owner, made=kind.made)


def column_of(resource: Resource, name: str) -> str:
    """The column behind a field of the register's model."""
    return str(getattr(resource.model._meta.get_field(name), "column", name))
