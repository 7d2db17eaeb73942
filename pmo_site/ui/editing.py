"""Forms over records that others edit too: refused rules at their fields, a stale edit with both versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.kernel.conflicts import FieldProblem


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


def clashes(form: forms.BaseForm, stored: Mapping[str, Any]) -> list[Clash]:
    """Fields where what stands now is not what was typed, for the reader to compare."""
    found = []
    for name, typed in form.cleaned_data.items():
        if name in stored and stored[name] != typed:
            found.append(Clash(str(form.fields[name].label or name), stored[name], typed))
    return found


class VersionedForm(forms.Form):
    """A form that carries the version of the record it was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_147_483_647)

    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def at_version(self, version: int) -> None:
        """Let the next try overwrite what stands now: whoever sees both versions decides."""
        self.data = {**self.data.dict(), self.add_prefix("version"): str(version)}  # type: ignore[attr-defined]  # a bound form's QueryDict
