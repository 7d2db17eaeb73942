"""The declared columns of a model, by name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models


def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """A model's own column; what only leads back from another model is none."""
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(f"{model.__name__}.{name} is no column.")
    return found
