"""What the bench organizations hold: who signs in, and the first value of every field that a register declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from django.db import models

from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Field,
    Flag,
    Number,
    Percent,
    Reference,
    Scale,
    Text,
    choices_of,
    is_typed,
)
from pmo_site.resources.resource import Resource

PROJECTS: Final = 3
CODE_LENGTH: Final = 60
"""A text shorter than this is a code, an address or the like: no room for free words."""


@dataclass(frozen=True, slots=True)
class BenchUser:
    """Somebody who signs in: the name in the manifest, the organization's role, a role on the project of a number."""

    key: str
    role: OrganizationRole
    project_role: ProjectRole | None = None
    project: int = 0


USERS: Final = (
    BenchUser("pm", OrganizationRole.MEMBER, ProjectRole.PROJECT_MANAGER),
    BenchUser("pm_other", OrganizationRole.MEMBER, ProjectRole.PROJECT_MANAGER, 1),
    BenchUser("pso", OrganizationRole.PSO_STAFF, ProjectRole.SUPPORT),
    BenchUser("pmo_staff", OrganizationRole.PMO_EXPERT),
    BenchUser("pmo_manager", OrganizationRole.PMO_MANAGER),
    BenchUser("tenant_admin", OrganizationRole.TENANT_ADMINISTRATOR),
    BenchUser("viewer", OrganizationRole.MEMBER, ProjectRole.STAKEHOLDER),
    BenchUser("none", OrganizationRole.MEMBER),
)


def is_free(field: Field, model: type[models.Model]) -> bool:
    """Whether people write what they like into a field."""
    if not isinstance(field, Text) or field.name == "email":
        return False
    limit: int | None = getattr(model._meta.get_field(field.name), "max_length", None)
    return limit is None or limit >= CODE_LENGTH


def free_texts(resource: Resource) -> list[str]:
    """The names of the free texts that people type into a record of a register."""
    return [field.name for field in resource.typed() if is_typed(field) and is_free(field, resource.model)]


def links_of(resource: Resource) -> int:
    """To how many other records one may be linked: those that name nobody are made first."""
    return sum(isinstance(field, Reference) for field in resource.typed())


def values_of(resource: Resource, *, canary: str, today: date, number: int) -> Iterator[dict[str, Any]]:
    """Values of a new record, every typed field filled; then the same with ever more links to other records."""
    typed = [field for field in resource.typed() if is_typed(field)]
    filled = {
        field.name: _value(field, resource.model, canary, today, number)
        for field in typed
        if not isinstance(field, Reference)
    }
    found = {name: value for name, value in filled.items() if value is not None}
    links = [field for field in typed if isinstance(field, Reference)]
    needed = {field.name: field.choices().first() for field in links if field.required}
    spare = [(field.name, field.choices().first()) for field in links if not field.required]
    known = [(name, linked) for name, linked in spare if linked is not None]
    for count in range(len(known) + 1):
        for chosen in combinations(known, count):
            yield found | needed | dict(chosen)


def _value(field: Field, model: type[models.Model], canary: str, today: date, number: int) -> Any:  # noqa: ANN401, PLR0911  one line for each kind of field
    """The first value of a field; None where it is left to its default."""
    if isinstance(field, Text):
        if is_free(field, model):
            return f"{canary} {number}"
        return f"bench-{number}@example.org" if field.name == "email" else f"{canary[7]}-{number}"
    if field.initial is not None:
        return field.initial
    if isinstance(field, Choice):
        return next(value for value, _ in choices_of(field, model) if value) if field.required else None
    if isinstance(field, Day):
        return today if field.required or field.is_due or "actual" not in field.name else None
    if isinstance(field, Amount):
        return Decimal(1_000_000)
    if isinstance(field, (Number, Percent, Scale)):
        return getattr(field, "least", None) or 1
    return {Currency: "JPY", Flag: False}.get(type(field))
