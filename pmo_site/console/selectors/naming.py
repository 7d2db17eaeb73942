"""What a record of the audit log is called: by its own words, or by the record that it belongs to.

A membership is called after its person, a schedule of reports after its project: their own words are ids, codes, or
those of the linked record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import models
from django.utils.translation import get_language

from pmo_site.accounts.models import Person
from pmo_site.accounts.selectors import names_of_records

Row = Mapping[str, Any]

NAMED_BY: Final[Mapping[str, str]] = {
    "accounts.membership": "person",
    "accounts.membershiprole": "membership",
    "notifications.noticepreferences": "person",
    "portfolio.healthoverride": "project",
    "portfolio.placement": "project",
    "projects.projectgrant": "content_object",
    "projects.projectmember": "person",
    "support_office.recipient": "person",
    "support_office.reportschedule": "project",
    "support_office.statusreport": "project",
}
"""Kinds whose own words are ids and codes or those of another record, and the link that names them."""
NAMELESS: Final = frozenset({"accounts.organizationsettings", "support_office.askanswer", "support_office.riskscale"})
"""Kinds that say all there is to say, such as those of which an organization has one."""


def names_of_rows(rows: Sequence[tuple[type[models.Model], Row]]) -> list[str]:
    """Names in the reader's language, one for each row as it stood; empty where the kind says it all."""
    links = [_link(kind, row) for kind, row in rows]
    wanted: dict[type[models.Model], set[Any]] = {}
    for link in links:
        if link is not None:
            wanted.setdefault(link[0], set()).add(link[1])
    names = names_of_records(wanted)
    return [
        _name(kind, row) if link is None else names.get(link[1], "")
        for (kind, row), link in zip(rows, links, strict=True)
    ]


def _link(kind: type[models.Model], row: Row) -> tuple[type[models.Model], Any] | None:
    """The kind and id of the record that names this one."""
    name = NAMED_BY.get(kind._meta.label_lower)
    if name is None:
        return None
    field: Any = kind._meta.get_field(name)
    return field.related_model, row[field.attname]


def _name(kind: type[models.Model], row: Row) -> str:
    """What the record called itself then."""
    if kind._meta.label_lower in NAMELESS:
        return ""
    columns = {field.attname: row[field.attname] for field in kind._meta.concrete_fields if field.attname in row}
    record = kind(**columns)
    return record.display(get_language() or "ja") if isinstance(record, Person) else str(record)
