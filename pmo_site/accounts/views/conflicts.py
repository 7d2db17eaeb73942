"""Two versions side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A field that differs: what the reader entered, and what stands now."""

    label: str
    yours: str
    stands: str


def conflict_rows(entered: forms.ModelForm[Any], stands: forms.ModelForm[Any]) -> list[ConflictRow]:
    """The fields in which two versions of a record differ, as texts."""
    rows = []
    for name in (bound.name for bound in entered.visible_fields()):
        yours, now = _shown(entered, name), _shown(stands, name)
        if yours != now:
            rows.append(ConflictRow(str(entered.fields[name].label), yours, now))
    return rows


def _shown(form: forms.ModelForm[Any], name: str) -> str:
    value = form[name].value()
    choices = getattr(form.fields[name], "choices", ())
    words = {str(key): str(label) for key, label in choices if not isinstance(label, (list, tuple))}
    return words.get(str(value), "" if value is None else str(value))
