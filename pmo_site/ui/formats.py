"""Money, dates and fiscal periods in words, by language; pure functions on plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_WEEKDAYS: Final = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_POWERS: Final = {"one": 0, "thousand": 3, "million": 6}
_WORDS: Final = {
    "ja": {"one": "", "thousand": "千", "million": "百万"},
    "en": {"one": "", "thousand": "K", "million": "M"},
}
_MINUS: Final = "\N{MINUS SIGN}"
_WHOLE_CURRENCIES: Final = frozenset({"JPY", "KRW", "VND"})


@dataclass(frozen=True, slots=True)
class MoneyText:
    """An amount as shown, the exact amount in words, and the exact number for machines."""

    shown: str
    exact: str
    value: str


def money_text(
    amount: Decimal,
    currency: str,
    language: str,
    *,
    unit: str = "auto",
    bare: bool = False,
    triangle: bool = False,
) -> MoneyText:
    """Write an amount in 百万円, 千円 or 円 (M, K or units); `bare` leaves the unit to the column's head."""
    chosen = money_unit(amount) if unit == "auto" else unit
    scaled = amount.scaleb(-_POWERS[chosen])
    places = _places(scaled, chosen, currency)
    number = _grouped(scaled, places, triangle=triangle)
    exact_places = 0 if currency in _WHOLE_CURRENCIES and amount == amount.to_integral_value() else 2
    exact = _with_unit(_grouped(amount, exact_places, triangle=triangle), "one", currency, language)
    shown = number if bare else _with_unit(number, chosen, currency, language)
    return MoneyText(shown, exact, format(amount, "f"))


def money_unit(amount: Decimal) -> str:
    """The largest unit that leaves at least one whole digit; below ten thousand, units themselves."""
    if abs(amount) >= Decimal(1_000_000):
        return "million"
    return "thousand" if abs(amount) >= Decimal(10_000) else "one"


def unit_label(unit: str, currency: str, language: str) -> str:
    """The unit alone, for a column's head: 百万円, JPY M."""
    return _with_unit("", unit, currency, language).strip()


def _places(scaled: Decimal, unit: str, currency: str) -> int:
    if unit == "one":
        return 0 if currency in _WHOLE_CURRENCIES else 2
    return 1 if abs(scaled) < Decimal(100) and scaled != scaled.to_integral_value() else 0


def _grouped(number: Decimal, places: int, *, triangle: bool) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = ("▲" if triangle else _MINUS) if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"


def _with_unit(number: str, unit: str, currency: str, language: str) -> str:
    word = _WORDS["ja" if language == "ja" else "en"][unit]
    if language == "ja":
        return f"{number}{word}{'円' if currency == 'JPY' else currency}"
    return f"{currency} {number}{word}" if number else f"{currency} {word}"


def day_text(day: date, language: str, *, short: bool = False) -> str:
    """A date with its weekday: 2026/11/20（金）, Fri 20 Nov 2026; short leaves the year out."""
    if language == "ja":
        weekday = _WEEKDAYS["ja"][day.weekday()]
        stem = f"{day.month:02}/{day.day:02}" if short else f"{day.year}/{day.month:02}/{day.day:02}"
        return f"{stem}（{weekday}）"
    stem = f"{_WEEKDAYS['en'][day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return stem if short else f"{stem} {day.year}"


def moment_text(moment: datetime, language: str) -> str:
    """A date with weekday and the time of day, in the zone the moment carries."""
    gap = "" if language == "ja" else " "
    return f"{day_text(moment.date(), language)}{gap}{moment:%H:%M}"


def fiscal_year_text(year: int, language: str, *, short: bool = False) -> str:
    """A fiscal year named by its first calendar year: 2026年度, FY2026; short: 26年度, FY26."""
    shown = f"{year % 100:02}" if short else str(year)
    return f"{shown}年度" if language == "ja" else f"FY{shown}"


def fiscal_quarter_text(year: int, quarter: int, language: str) -> str:
    """A quarter of a fiscal year: 2026年度 第3四半期, FY2026 Q3."""
    return f"{year}年度 第{quarter}四半期" if language == "ja" else f"FY{year} Q{quarter}"


def points_text(difference: Decimal | float) -> str:
    """A difference of two shares of one in percentage points; it is no percentage of anything."""
    return percent_text(difference, signed=True).removesuffix("%") + "\N{NO-BREAK SPACE}pt"


def percent_text(share: Decimal | float, *, places: int = 0, signed: bool = False) -> str:
    """A share of one as percent, with a true minus sign."""
    number = Decimal(str(share)).scaleb(2).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = _MINUS if number < 0 else ("+" if signed and number > 0 else "")
    return f"{sign}{abs(number):,}%"


def plain_number(value: Decimal | int) -> str:
    """A number with thousands separated, a true minus sign and no idle zeros."""
    exact = Decimal(value)
    whole = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    return f"{whole:,f}".replace("-", "\N{MINUS SIGN}")
