"""What the search keeps of each register, read from its declaration; a new register is found without further code."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_site.resources.fields import Text
from pmo_site.resources.resource import Resource, resources


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """What the search keeps of one register's table: fields looked through by column, and what a find is called.

    `code` and `title` are empty where the register has none in its table; `owner` names the column of its owner.
    """

    register: str
    table: str
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    code: str
    title: str
    owner: str

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
    """The plans of all registers, in the order of their declarations."""
    return [plan for plan in map(search_plan, resources()) if plan]


def column_of(resource: Resource, name: str) -> str:
    """The column behind a field of the register's model."""
    return str(getattr(resource.model._meta.get_field(name), "column", name))
