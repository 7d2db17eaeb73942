"""Values are checked by their model before they are stored, and stored at the version that was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.versions import revise

Edited = TypeVar("Edited", bound=EditableModel)


def checked(record: models.Model) -> None:
    """Raise RuleError with a problem per field whose value its model refuses."""
    try:
        record.full_clean(exclude=["organization"])
    except ValidationError as error:
        raise RuleError(
            [
                FieldProblem(name, problem.code or "invalid")
                for name, problems in error.error_dict.items()
                for problem in problems
            ]
        ) from error


def revise_checked(record: Edited, *, version: int, values: Mapping[str, object]) -> Edited:
    """Check new values, then store them if the record still stands at the version; StaleError otherwise."""
    for name, value in values.items():
        setattr(record, name, value)
    checked(record)
    return revise(record, version=version, values=values)
