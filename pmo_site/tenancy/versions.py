"""Writing a record that people edit: the version they read must still be the version that stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from django.db.models import F, Model
from django.http import Http404

from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.tenancy.models import EditableModel

ARCHIVED = "archived"
Editable = TypeVar("Editable", bound=EditableModel)


class GoneError(Http404):
    """The record was deleted since the caller read it: as missing as one that never was."""


def revise(record: Editable, *, version: int, values: Mapping[str, object]) -> Editable:
    """Store values if the record still stands at the version; StaleError otherwise, and nothing is stored.

    GoneError where it stands no more.
    The version is compared in the UPDATE itself, so of many parallel writers exactly one wins.
    """
    kind = type(record)
    changed = kind._default_manager.filter(pk=record.pk, version=version).update(
        **values, version=F("version") + 1, updated_at=clock.now()
    )
    current = cast("Editable | None", kind._default_manager.filter(pk=record.pk).first())
    if current is None:
        raise GoneError
    if not changed:
        raise StaleError(current.version)
    return current


def refuse_archived(record: Model) -> None:
    """Nothing is written to what was put away, nor to what belongs to it: it is restored first."""
    if getattr(record, "archived_at", None) is not None:
        raise RuleError([FieldProblem("", ARCHIVED)])
