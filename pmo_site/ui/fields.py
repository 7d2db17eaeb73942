"""Form fields that understand what people type: full-width digits, thousands, units, Japanese dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.parsing import ParseError, Problem, parse_date, parse_number, parse_quantity

MAX_TYPED = 60

_WORDS: Mapping[Problem, str | Promise] = {
    Problem.TOO_LONG: _("This is too long for a number."),
    Problem.BAD_GROUPING: _("The commas do not stand every three digits. Enter for example 1,234,000."),
    Problem.TWO_CURRENCIES: _("Two currencies are named. Enter one amount."),
    Problem.NO_SUCH_DAY: _("There is no such day. Enter for example 2026-04-01."),
    Problem.TWO_DIGIT_YEAR: _("Write the year with four digits, for example 2026-04-01."),
    Problem.AMBIGUOUS_ORDER: _("Day and month could be swapped. Enter for example 2026-04-01."),
    Problem.WEEKDAY_MISMATCH: _("The weekday does not belong to this date."),
    Problem.INCOMPLETE: _("Enter the whole date, for example 2026-04-01."),
    Problem.HAS_TIME: _("Enter a date without a time of day."),
}
_NOT_A_NUMBER = _("Enter a number, for example 1,234,000.")
_NOT_A_DATE = _("Enter a date, for example 2026-04-01.")


def _refused(error: ParseError, otherwise: str | Promise) -> ValidationError:
    return ValidationError(str(_WORDS.get(error.code, otherwise)), code=error.code.value)


class NumberField(forms.DecimalField):
    """A number as people type it (１２３, 1,234, ▲5); empty is unknown, never 0."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # noqa: ANN401  the stubs say int
        """Understand the text; what cannot be understood is refused at the field."""
        if not isinstance(value, str):
            return None if value is None else Decimal(value)
        if len(value) > MAX_TYPED:
            raise ValidationError(str(_WORDS[Problem.TOO_LONG]), code="too_long")
        try:
            return self.read(value)
        except ParseError as error:
            raise _refused(error, _NOT_A_NUMBER) from error

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Show a stored number as people write it: thousands separated, no idle zeros."""
        if isinstance(value, Decimal):
            return f"{value.normalize():,f}"
        return value

    def read(self, value: str) -> Decimal | None:
        """Read a bare number."""
        return parse_number(value)


class AmountField(NumberField):
    """An amount of money as people type it (`１２３万円`, `1,234千円`, `▲1,200`); the currency has its own field."""

    def read(self, value: str) -> Decimal | None:
        """Read an amount with whatever scale and currency sign stands around it."""
        found = parse_quantity(value)
        if found is None:
            return None
        if found.is_percent or found.unit is not None:
            raise ParseError(Problem.NOT_MONEY, value)
        return found.amount


class PercentField(NumberField):
    """A percentage: 45, 45 % and ４５％ are the same."""

    def read(self, value: str) -> Decimal | None:
        """Read the number of hundredths."""
        found = parse_quantity(value)
        if found is None:
            return None
        if found.currency or found.symbol or found.unit:
            raise ParseError(Problem.NOT_A_NUMBER, value)
        return found.amount * 100 if found.is_percent else found.amount


class DayField(forms.DateField):
    """A date as people type it (2026-04-01, 2026/4/1, R8.4.1, 令和8年4月1日); empty is unknown."""

    widget = forms.DateInput(format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401  Django's own signature
        """Understand the text; what cannot be understood is refused at the field."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return parse_date(value)
        except ParseError as error:
            raise _refused(error, _NOT_A_DATE) from error
