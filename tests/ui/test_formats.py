"""Money, dates and fiscal periods in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pmo_site.ui import formats


@pytest.mark.parametrize(
    ("amount", "currency", "language", "shown", "exact"),
    [
        ("254000000", "JPY", "ja", "254百万円", "254,000,000円"),
        ("254000000", "JPY", "en", "JPY 254M", "JPY 254,000,000"),
        ("84200000", "JPY", "ja", "84.2百万円", "84,200,000円"),
        ("86400", "JPY", "ja", "86.4千円", "86,400円"),
        ("9999", "JPY", "ja", "9,999円", "9,999円"),
        ("-86400", "JPY", "ja", "−86.4千円", "−86,400円"),
        ("0", "JPY", "ja", "0円", "0円"),
        ("1250.5", "CAD", "en", "CAD 1,250.50", "CAD 1,250.50"),
        ("7023336948", "CAD", "en", "CAD 7,023M", "CAD 7,023,336,948.00"),
        ("1200000", "CAD", "ja", "1.2百万CAD", "1,200,000.00CAD"),
    ],
)
def test_an_amount_is_written_in_the_unit_people_use(
    amount: str, currency: str, language: str, shown: str, exact: str
) -> None:
    text = formats.money_text(Decimal(amount), currency, language)
    assert (text.shown, text.exact, text.value) == (shown, exact, amount)


def test_a_column_with_its_unit_in_the_head_is_bare() -> None:
    assert formats.money_text(Decimal(2_104_000_000), "JPY", "ja", unit="million", bare=True).shown == "2,104"
    assert formats.unit_label("million", "JPY", "ja") == "百万円"
    assert formats.unit_label("million", "JPY", "en") == "JPY M"


def test_a_small_amount_in_a_large_unit_is_not_rounded_away_silently() -> None:
    text = formats.money_text(Decimal(40_000), "JPY", "ja", unit="million")
    assert (text.shown, text.exact) == ("0.0百万円", "40,000円")


def test_a_negative_amount_may_wear_the_triangle() -> None:
    assert formats.money_text(Decimal(-5), "JPY", "ja", triangle=True).shown == "▲5円"


def test_halves_round_up_as_in_ledgers() -> None:
    assert formats.money_text(Decimal("0.125"), "CAD", "en").shown == "CAD 0.13"


def test_dates_name_their_weekday() -> None:
    assert formats.day_text(date(2026, 11, 20), "ja") == "2026/11/20（金）"
    assert formats.day_text(date(2026, 11, 20), "en") == "Fri 20 Nov 2026"
    assert formats.day_text(date(2026, 1, 4), "ja", short=True) == "01/04（日）"
    assert formats.day_text(date(2026, 1, 4), "en", short=True) == "Sun 4 Jan"


def test_moments_carry_the_time_of_day() -> None:
    moment = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    assert formats.moment_text(moment, "ja") == "2026/11/20（金）09:05"
    assert formats.moment_text(moment, "en") == "Fri 20 Nov 2026 09:05"


def test_fiscal_periods_have_their_names() -> None:
    assert formats.fiscal_year_text(2026, "ja") == "2026年度"
    assert formats.fiscal_year_text(2026, "en", short=True) == "FY26"
    assert formats.fiscal_quarter_text(2026, 3, "ja") == "2026年度 第3四半期"
    assert formats.fiscal_quarter_text(2026, 3, "en") == "FY2026 Q3"


def test_percent_has_a_true_minus_and_an_optional_plus() -> None:
    assert formats.percent_text(Decimal("0.088"), places=1, signed=True) == "+8.8%"
    assert formats.percent_text(-0.06) == "−6%"
    assert formats.percent_text(0, signed=True) == "0%"


def test_a_difference_of_shares_is_told_in_points() -> None:
    assert formats.points_text(Decimal("-0.14")) == "−14\N{NO-BREAK SPACE}pt"
    assert formats.points_text(0.06) == "+6\N{NO-BREAK SPACE}pt"
