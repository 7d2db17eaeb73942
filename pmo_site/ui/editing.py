"""Forms over records that others edit too: refused rules at their fields, a stale edit with both versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import get_language

from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.ui.formats import day_text, plain_number


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else changed meanwhile: what stands now and what was typed here."""

    label: str
    stored: Any
    typed: Any


def mark_problems(form: forms.BaseForm, problems: Iterable[FieldProblem]) -> None:
    """Show refused rules at their fields; what the form has no field for stands on top."""
    for problem in problems:
        words = PROBLEM_WORDS.get(problem.code, problem.code)
        form.add_error(problem.field if problem.field in form.fields else None, str(words))


def clashes(form: VersionedForm, stored: Mapping[str, Any]) -> list[Clash]:
    """Fields where what stands now is not what was typed, for the reader to compare."""
    found = []
    for name, typed in form.values().items():
        if name in stored and stored[name] != typed:
            field = form.fields[name]
            found.append(Clash(str(field.label or name), _spoken(field, stored[name]), _spoken(field, typed)))
    return found


def _spoken(field: forms.Field, value: Any) -> Any:  # noqa: ANN401  a field's own type
    """A choice by its label, days and numbers as pages show them, everything else as it is."""
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value) if isinstance(value, Model) else value
    if isinstance(field, forms.ChoiceField):
        return dict(cast("Iterable[tuple[Any, Any]]", field.choices)).get(value, value)  # ours are flat pairs
    if isinstance(value, date) and not isinstance(value, datetime):
        return day_text(value, get_language() or "ja")
    return plain_number(value) if isinstance(value, Decimal) else value


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Fill a choice when the form is used: what it offers is the tenant's."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class VersionedForm(forms.Form):
    """A form that carries the version of the record it was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)

    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def at_version(self, version: int) -> None:
        """Let the next try overwrite what stands now: whoever sees both versions decides."""
        self.data = {**cast("QueryDict", self.data).dict(), self.add_prefix("version"): str(version)}


@dataclass(frozen=True, slots=True)
class Edit:
    """How a try to change a record went: saved, or the status and what to show above the form."""

    status: int = 200
    clashes: list[Clash] | None = None
    is_saved: bool = False


def tried(form: VersionedForm, *, stored: Mapping[str, Any], save: Callable[[int, dict[str, Any]], object]) -> Edit:
    """Save what a form holds with `save(version, values)`; nothing typed is lost where it cannot be.

    `stored` is what stands now, read before the try. A form that was only opened is neither saved nor refused.
    """
    if not form.is_bound:
        return Edit()
    if not form.is_valid():
        return Edit(HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        save(form.cleaned_data["version"], form.values())
    except RuleError as error:
        mark_problems(form, error.problems)
        return Edit(HTTPStatus.UNPROCESSABLE_ENTITY)
    except StaleError as error:
        found = clashes(form, stored)
        form.at_version(error.current_version)
        return Edit(HTTPStatus.CONFLICT, found)
    return Edit(is_saved=True)
