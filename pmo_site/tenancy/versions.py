"""Writing a record that people edit: the version they read must still be the version that stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import F

from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import StaleError
from pmo_site.tenancy.models import EditableModel

Editable = TypeVar("Editable", bound=EditableModel)


def revise(record: Editable, *, version: int, values: Mapping[str, object]) -> Editable:
    """Store values if the record still stands at the version; StaleError otherwise, and nothing is stored.

    The version is compared in the UPDATE itself, so of many parallel writers exactly one wins.
    """
    kind = type(record)
    changed = kind._default_manager.filter(pk=record.pk, version=version).update(
        **values, version=F("version") + 1, updated_at=clock.now()
    )
    current: Editable = kind._default_manager.get(pk=record.pk)  # type: ignore[assignment]  # of its own kind
    if not changed:
        raise StaleError(current.version)
    return current
