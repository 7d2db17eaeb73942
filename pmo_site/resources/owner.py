"""What the records of an owned register belong to: declared once, and named by each of its registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from pmo_site.accounts.routing import Finder
from pmo_site.resources.fields import Words
from pmo_site.tenancy.models import EditableModel
from pmo_site.threads.registry import People, nobody_else

Framing = Callable[..., dict[str, Any]]
"""What a page of an owner shows around its own content: `(request, owner, current tab, last crumb)`."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The record that others belong to: its name in them, its address, and the frame of its pages.

    `current` narrows lists across owners to those that are not archived, `column` is the field that names it there;
    `people` are those who hold a right on it beyond their roles; `names` head a column that holds its code in people's
    own sheets, `titles` one that holds its name; its `title` is looked up by the column `folded_title`.
    """

    field: str
    model: type[EditableModel]
    path: str
    find: Finder
    framing: Framing
    template: str
    current: Q
    label: Words
    code: str
    address: str
    people: People = nobody_else
    names: str = ""
    titles: str = ""
    column: str = ""
    title: str = "name"
    folded_title: str = "folded_name"

    def code_of(self, record: Any) -> str:  # noqa: ANN401  a record of the owner's kind
        """The code by which people know an owner."""
        return str(getattr(record, self.code))

    def name_of(self, record: Any) -> str:  # noqa: ANN401  the same
        """Its name without its code."""
        return str(getattr(record, self.title))
