from __future__ import annotations

from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel import clock
from pmo_site.kernel.ids import IdSource, new_id, new_ids
from pmo_site.kernel.money import Money, MoneyError, Total, round_half_up, total

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


def test_an_id_is_a_uuid_of_version_7_with_the_time_in_front() -> None:
    made = IdSource().next(1_645_557_742_000)
    # RFC 9562 appendix A.6: 2022-02-22T19:22:22Z is 017F22E2-79B0 in the first 48 bits.
    assert str(made).startswith("017f22e2-79b0-7")
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"


def test_ids_of_one_process_only_grow() -> None:
    made = [each for _ in range(50) for each in (new_id(), *new_ids(99))]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_grow_even_when_the_clock_goes_back() -> None:
    source = IdSource()
    made = [source.next(moment) for moment in (1000, 1000, 900, 999, 1001)]
    assert made == sorted(made)
    assert len(set(made)) == 5


def test_a_full_millisecond_moves_on_to_the_next() -> None:
    source = IdSource()
    source.next(1000)
    source._last_random = (1 << 74) - 1
    assert source.next(1000).int >> 80 == 1001


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_today_depends_on_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    evening = clock.now().replace(year=2026, month=3, day=31, hour=16)
    monkeypatch.setattr(clock, "now", lambda: evening)
    assert clock.today("UTC").isoformat() == "2026-03-31"
    assert clock.today("Asia/Tokyo").isoformat() == "2026-04-01"
    assert clock.today("Asia/Tokyo") - clock.today(UTC) == timedelta(days=1)


@pytest.mark.fault("I08")
@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("0.5", "JPY", "1"),
        ("1.5", "KRW", "2"),
        ("2.5", "JPY", "3"),
        ("-2.5", "JPY", "-3"),
        ("1.005", "USD", "1.01"),
        ("1.004", "CAD", "1.00"),
    ],
)
def test_money_rounds_half_up_to_the_decimals_of_its_currency(amount: str, currency: str, shown: str) -> None:
    assert str(Money(Decimal(amount), currency).rounded().amount) == shown


def test_currencies_never_mix() -> None:
    with pytest.raises(MoneyError) as refused:
        Money(Decimal(1), "JPY") + Money(Decimal(1), "USD")
    assert (refused.value.code, refused.value.item) == ("mixed_currencies", "JPY USD")
    with pytest.raises(MoneyError):
        total([Money(Decimal(1), "USD")], "JPY")


@pytest.mark.parametrize("currency", ["", "yen", "JP", "JPYX", "jpy"])
def test_a_currency_is_an_iso_code(currency: str) -> None:
    with pytest.raises(MoneyError, match="bad_currency"):
        Money(Decimal(1), currency)


def test_an_endless_amount_is_no_money() -> None:
    with pytest.raises(MoneyError, match="not_finite"):
        Money(Decimal("Infinity"), "JPY")


def test_a_total_says_how_many_values_are_unknown() -> None:
    values = [Money(Decimal(10), "JPY"), None, Money(Decimal(5), "JPY")]
    assert total(values, "JPY") == Total(Money(Decimal(15), "JPY"), known=2, unknown=1)


def test_unknown_values_alone_have_no_total_but_nothing_sums_to_zero() -> None:
    assert total([None, None], "JPY") == Total(None, known=0, unknown=2)
    assert total([], "JPY") == Total(Money(Decimal(0), "JPY"), known=0, unknown=0)


def test_a_ratio_to_zero_is_undefined() -> None:
    assert Money(Decimal(1), "JPY").ratio_to(Money(Decimal(0), "JPY")) is None
    assert Money(Decimal(1), "JPY").ratio_to(Money(Decimal(4), "JPY")) == Decimal("0.25")


@given(AMOUNTS, AMOUNTS)
def test_what_is_added_can_be_taken_away(first: Decimal, second: Decimal) -> None:
    one, other = Money(first, "USD"), Money(second, "USD")
    assert one + other - other == one
    assert -(one - other) == other - one
    assert (one < other) == (other > one)
    assert (one <= other) == (other >= one)


@given(AMOUNTS)
def test_rounding_is_never_off_by_more_than_half_a_unit(amount: Decimal) -> None:
    assert abs(round_half_up(amount, 2) - amount) <= Decimal("0.005")
    assert Money(amount, "JPY").rounded().rounded() == Money(amount, "JPY").rounded()
    assert (Money(amount, "JPY") * 2).amount == amount * 2
