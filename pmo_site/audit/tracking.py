"""Records every insert, change and deletion of a model's rows in an append-only table beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db import models

_NAME = 26
"""So much of a kind's name goes into the name of its index, which PostgreSQL and Django keep to 30 characters."""
Tracked = TypeVar("Tracked", bound=type[models.Model])


def tracked(model: Tracked) -> Tracked:
    """Track a model by statement triggers: bulk work and plain SQL are recorded as well.

    Who acted stands in each event row as ids (user, on_behalf_of, system, request_id), told by the tenant
    context; so the events lie behind the same wall as the rows and no table of contexts is shared.
    """
    return tracked_but()(model)


def tracked_but(*left_out: str) -> Callable[[Tracked], Tracked]:
    """Track a model without fields that say nothing of a change, or too much; a change of those alone is no event."""

    def decorate(model: Tracked) -> Tracked:
        return _track(model, left_out)

    return decorate


def _track(model: Tracked, left_out: Sequence[str]) -> Tracked:
    decorated: Tracked = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # its own docstring allows None
        append_only=True,
        exclude=list(left_out) or None,
        level=pghistory.Statement,
        meta={"indexes": [newest_first(model)]},
    )(model)
    return decorated


def newest_first(model: type[models.Model]) -> models.Index:
    """The index by which the audit log finds an organization's newest events of a kind, however many there are."""
    name = f"{model._meta.model_name}"[:_NAME]
    return models.Index(fields=["organization", "pgh_created_at", "pgh_id"], name=f"{name}_log")
