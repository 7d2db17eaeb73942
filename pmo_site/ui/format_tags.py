"""Values in words: money, dates, fiscal periods, percent, the unknown mark; part of `{% load pm %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from pmo_site.ui import formats

register = template.Library()


def _language() -> str:
    return "ja" if (get_language() or "ja").startswith("ja") else "en"


@register.simple_tag
def unknown(word: str = "") -> SafeString:
    """The mark of a value that is not known: a dash to see, a word to hear."""
    return _unknown(str(word or gettext("unknown")))


@lru_cache(maxsize=64)
def _unknown(word: str) -> SafeString:
    return format_html(
        '<span class="pm-unknown"><span aria-hidden="true">—</span><span class="pm-hide">{}</span></span>', word
    )


@register.simple_tag
def money(
    amount: Decimal | None,
    currency: str = "JPY",
    *,
    unit: str = "auto",
    bare: bool = False,
    triangle: bool = False,
) -> SafeString:
    """An amount in 百万円, 千円 or 円 (M, K) with the exact amount at hand; None is the unknown mark."""
    if amount is None:
        return unknown()
    return _money(str(amount), currency, _language(), unit, bare, triangle)


@lru_cache(maxsize=4096)
def _money(amount: str, currency: str, language: str, unit: str, *shape: bool) -> SafeString:
    """Drawn once for an amount as it is written: budgets stand in lists, sums and charts alike."""
    bare, triangle = shape
    text = formats.money_text(Decimal(amount), currency, language, unit=unit, bare=bare, triangle=triangle)
    return format_html('<data value="{}" title="{}">{}</data>', text.value, text.exact, text.shown)


@register.simple_tag
def money_unit(unit: str, currency: str = "JPY") -> str:
    """The unit of a column whose amounts are written bare."""
    return formats.unit_label(unit, currency, _language())


@register.simple_tag
def day(value: date | None, *, short: bool = False, overdue: bool = False) -> SafeString:
    """A date with its weekday; None is the unknown mark. An overdue date says so in words."""
    if value is None:
        return unknown(gettext("no date"))
    plain = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _day(plain, _language(), gettext("overdue") if overdue else "", short=short)


@lru_cache(maxsize=4096)
def _day(plain: date, language: str, late: str, *, short: bool) -> SafeString:
    """Drawn once: the days of a list and of a chart are few."""
    text = formats.day_text(plain, language, short=short)
    if late:
        return format_html(
            '<time class="pm-bad" datetime="{}">{} <span class="pm-whole">{}</span></time>',
            plain.isoformat(),
            text,
            late,
        )
    return format_html('<time datetime="{}">{}</time>', plain.isoformat(), text)


@register.simple_tag
def moment(value: datetime | date | None) -> SafeString:
    """A date and time in the reader's zone; a plain date is shown as one, None is the unknown mark."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value)
    text = formats.moment_text(local, _language())
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.simple_tag
def fiscal_year(year: int, *, short: bool = False) -> str:
    """A fiscal year: 2026年度, FY2026; short: 26年度, FY26."""
    return formats.fiscal_year_text(year, _language(), short=short)


@register.simple_tag
def fiscal_quarter(year: int, quarter: int) -> str:
    """A quarter of a fiscal year."""
    return formats.fiscal_quarter_text(year, quarter, _language())


@register.filter
def percent(share: Decimal | float | None, places: int = 0) -> str | SafeString:
    """A share of one as percent; None is the unknown mark."""
    return unknown() if share is None else formats.percent_text(share, places=places)


@register.filter
def signed_percent(share: Decimal | float | None, places: int = 0) -> str | SafeString:
    """A change as percent with its sign; None is the unknown mark."""
    return unknown() if share is None else formats.percent_text(share, places=places, signed=True)


@register.filter
def signed_points(difference: Decimal | float | None) -> str | SafeString:
    """What lies between two shares, in percentage points with its sign; None is the unknown mark."""
    return unknown() if difference is None else formats.points_text(difference)


@register.filter
def or_unknown(value: object) -> object:
    """The value itself, or the unknown mark for None and for the empty text; zero is a value."""
    return unknown() if value is None or value == "" else value


@register.filter
def number(value: float | Decimal | None) -> str | SafeString:
    """A number with thousands separated; None is the unknown mark."""
    return unknown() if value is None else f"{value:,}".replace("-", "\N{MINUS SIGN}")


@register.filter
def signed(value: int) -> str:
    """A difference with its sign: +5, −3, 0."""
    return f"{value:+,}".replace("-", "\N{MINUS SIGN}") if value else "0"
