"""Which tables hold an organization's rows, and in which order they can be filled; found in the models themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import models

from pmo_site.accounts.models import User
from pmo_site.tenancy.fields import TenantKey

LEFT_BEHIND: Mapping[str, str] = {
    "jobs_job": "work in progress of one installation; what it was about stands in the rows that it wrote",
    "api_idempotencyrecord": "answers kept for a day, so that a repeated request is answered alike",
    "resources_searchentry": "the database makes it anew from the records that are carried",
    "accounts_apitoken": "a key must not open two installations; its history is carried",
}
"""Tables of an organization that are not carried elsewhere, each with its reason; removal empties them too."""


@dataclass(frozen=True, slots=True)
class TenantTable:
    """One table: what of it is carried, and which columns need care.

    `columns` leaves out what the database makes itself: numbers of its sequences and generated columns.
    `own_links` point at rows of the same table, `accounts` and `permissions` at rows that belong to no tenant.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    own_links: tuple[str, ...]
    accounts: tuple[str, ...]
    permissions: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether its rows can be stored as they were written, in any order."""
        return not (self.own_links or self.accounts or self.permissions)


def tenant_tables() -> list[TenantTable]:
    """Every table with the tenant key, those that others point at first."""
    found = [model for model in apps.get_models(include_auto_created=True) if _has_tenant_key(model)]
    order = TopologicalSorter({model: _pointed_at(model) & set(found) - {model} for model in found})
    return [_table(model) for model in order.static_order()]


def carried_tables() -> list[TenantTable]:
    """Every table whose rows go along."""
    return [table for table in tenant_tables() if table.name not in LEFT_BEHIND]


def _has_tenant_key(model: type[models.Model]) -> bool:
    return any(isinstance(field, TenantKey) for field in model._meta.local_fields)


def _links(model: type[models.Model]) -> Iterable[models.ForeignKey[models.Model, models.Model]]:
    return (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))


def _pointed_at(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in _links(model)}


def _table(model: type[models.Model]) -> TenantTable:
    made_here = (models.AutoField, models.GeneratedField)
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, made_here)]

    def columns_to(target: type[models.Model]) -> tuple[str, ...]:
        return tuple(str(field.column) for field in _links(model) if field.related_model is target)

    return TenantTable(
        name=model._meta.db_table,
        key=str(model._meta.pk.column),
        columns=tuple(str(field.column) for field in fields),
        own_links=columns_to(model),
        accounts=columns_to(User),
        permissions=columns_to(Permission),
    )
