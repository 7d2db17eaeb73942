from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.money import Money
from pmo_site.kernel.parsing import (
    ParseError,
    Problem,
    Quantity,
    Unit,
    parse_money,
    parse_number,
    parse_percent,
    parse_quantity,
    print_quantity,
)
from pmo_site.kernel.parsing.units import CURRENCY_WORDS, ISO_CURRENCIES, SCALE_WORDS, SCALES, UNIT_WORDS


@pytest.mark.parametrize(
    ("text", "amount", "multiplier"),
    [
        ("$3,794,700", "3794700", 1),
        ("１２３万円", "1230000", 10_000),
        ("1,234千円", "1234000", 1_000),
        ("１２百万円", "12000000", 1_000_000),
        ("▲1,200", "-1200", 1),
        ("△１，２００", "-1200", 1),
        ("(1,200)", "-1200", 1),
        ("（１，２００）", "-1200", 1),
        ("-1,200", "-1200", 1),
        ("−1,200", "-1200", 1),
        ("1,200-", "-1200", 1),
        ("-$1,200", "-1200", 1),
        ("$-1,200", "-1200", 1),
        ("($1,200)", "-1200", 1),
        ("$(1,200)", "-1200", 1),
        ("▲￥1,200", "-1200", 1),
        ("+5", "5", 1),
        ("0", "0", 1),
        ("-0", "0", 1),
        (".5", "0.5", 1),
        ("1億2,345万円", "123450000", 10_000),
        ("2兆 3億 円", "2000300000000", 100_000_000),
        ("1億2", "100000002", 1),
        ("1.5億円", "150000000", 100_000_000),
        ("£456m", "456000000", 1_000_000),
        ("US$ 3.4 million", "3400000", 1_000_000),
        ("C$7.02bn", "7020000000", 1_000_000_000),
        ("120K", "120000", 1_000),
        ("1.2E+05", "120000", 1),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, amount: str, multiplier: int) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.amount, found.multiplier) == (Decimal(amount), Decimal(multiplier))
    assert not found.amount.is_zero() or not found.amount.is_signed()


@pytest.mark.parametrize(
    ("text", "currency", "symbol"),
    [
        ("100円", "JPY", None),
        ("JPY 100", "JPY", None),
        ("100 cad", "CAD", None),
        ("CA$100", "CAD", None),
        ("100米ドル", "USD", None),
        ("€100", "EUR", None),
        ("100万ウォン", "KRW", None),
        ("¥100円", "JPY", None),
        ("$100 CAD", "CAD", None),
        ("US$100ドル", "USD", None),
        ("$100", None, "$"),
        ("100ドル", None, "$"),
        ("￥100", None, "¥"),
        ("100", None, None),
    ],
)
def test_a_currency_is_told_only_where_the_text_states_it(text: str, currency: str | None, symbol: str | None) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.currency, found.symbol) == (currency, symbol)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("12.5人日", "12.5", Unit.PERSON_DAY),
        ("３人月", "3", Unit.PERSON_MONTH),
        ("40 時間", "40", Unit.HOUR),
        ("8h", "8", Unit.HOUR),
        ("5 days", "5", Unit.DAY),
        ("3ヶ月", "3", Unit.MONTH),
        ("1千人", "1000", Unit.PERSON),
        ("▲2 person-days", "-2", Unit.PERSON_DAY),
    ],
)
def test_a_unit_stands_beside_its_amount(text: str, amount: str, unit: Unit) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.amount, found.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize("text", ["12.5%", "１２．５％", "12.5 %", "12.5パーセント", "12.5 percent"])
def test_a_percent_is_a_fraction(text: str) -> None:
    assert parse_quantity(text) == Quantity(Decimal("0.125"), Decimal("0.01"), is_percent=True)
    assert parse_percent(text) == Decimal("0.125")


@pytest.mark.parametrize("text", ["", " ", "　", "\t\n"])
def test_a_blank_is_nothing(text: str) -> None:
    assert parse_quantity(text) is None
    assert parse_money(text, "JPY") is None
    assert parse_number(text) is None
    assert parse_percent(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TBD", Problem.NOT_A_NUMBER),
        ("未定", Problem.NOT_A_NUMBER),
        ("-", Problem.NOT_A_NUMBER),
        (".", Problem.NOT_A_NUMBER),
        ("2022-23", Problem.NOT_A_NUMBER),
        ("1 234", Problem.NOT_A_NUMBER),
        ("1.2.3", Problem.NOT_A_NUMBER),
        ("10²", Problem.NOT_A_NUMBER),
        ("①", Problem.NOT_A_NUMBER),
        ("½", Problem.NOT_A_NUMBER),
        ("1万e5", Problem.NOT_A_NUMBER),
        ("1\n2", Problem.NOT_A_NUMBER),
        ("1,23", Problem.BAD_GROUPING),
        ("1,2345", Problem.BAD_GROUPING),
        ("1.234,56", Problem.BAD_GROUPING),
        (",123", Problem.UNKNOWN_UNIT),
        ("--5", Problem.BAD_SIGN),
        ("(-5)", Problem.BAD_SIGN),
        ("▲5-", Problem.BAD_SIGN),
        ("((5))", Problem.BAD_SIGN),
        ("(5", Problem.BAD_SIGN),
        ("5)", Problem.BAD_SIGN),
        ("1万2億", Problem.BAD_SCALE),
        ("1千5百万円", Problem.BAD_SCALE),
        ("1億23456万円", Problem.BAD_SCALE),
        ("1億億2", Problem.BAD_SCALE),
        ("5億億", Problem.UNKNOWN_UNIT),
        ("5 bananas", Problem.UNKNOWN_UNIT),
        ("約5", Problem.UNKNOWN_UNIT),
        ("$5人日", Problem.UNKNOWN_UNIT),
        ("$5%", Problem.UNKNOWN_UNIT),
        ("5万%", Problem.UNKNOWN_UNIT),
        ("USD 5 CAD", Problem.TWO_CURRENCIES),
        ("$5円", Problem.TWO_CURRENCIES),
        ("€5ドル", Problem.TWO_CURRENCIES),
        ("1" * 25, Problem.TOO_LONG),
        ("1e99", Problem.TOO_LONG),
        ("1e-99", Problem.TOO_LONG),
        ("1" * 100, Problem.TOO_LONG),
        ("99999999999999999999億0.00001", Problem.TOO_LONG),
    ],
)
def test_what_would_be_a_guess_is_refused_with_a_code(text: str, code: Problem) -> None:
    with pytest.raises(ParseError) as refused:
        parse_quantity(text)
    assert (refused.value.code, refused.value.text) == (code, text)


def test_money_takes_the_stated_currency_before_the_given_one() -> None:
    assert parse_money("1,200", "JPY") == Money(Decimal(1200), "JPY")
    assert parse_money("USD 1,200", "JPY") == Money(Decimal(1200), "USD")
    assert parse_money("$3,794,700", "CAD") == Money(Decimal(3794700), "CAD")
    assert parse_money("¥1,200", "JPY") == Money(Decimal(1200), "JPY")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("$5", Problem.CURRENCY_UNCLEAR),
        ("5%", Problem.NOT_MONEY),
        ("5人月", Problem.NOT_MONEY),
        ("free", Problem.NOT_A_NUMBER),
    ],
)
def test_what_is_no_money_of_a_known_currency_is_refused(text: str, code: Problem) -> None:
    with pytest.raises(ParseError) as refused:
        parse_money(text, "JPY")
    assert refused.value.code is code


def test_a_bare_number_and_a_percentage_refuse_what_they_are_not() -> None:
    assert parse_number("1.2万") == Decimal(12000)
    assert parse_percent("80") == Decimal("0.8")
    for text in ("5%", "5円", "$5", "5人"):
        with pytest.raises(ParseError):
            parse_number(text)
    for text in ("5円", "$5", "5人"):
        with pytest.raises(ParseError):
            parse_percent(text)


AMOUNTS = st.decimals(min_value=-(10**14), max_value=10**14, places=5)
SCALED = st.sampled_from([Decimal(1), *SCALE_WORDS])
QUANTITIES = st.one_of(
    st.builds(Quantity, AMOUNTS, SCALED, currency=st.none() | st.sampled_from(sorted(ISO_CURRENCIES))),
    st.builds(Quantity, AMOUNTS, SCALED, symbol=st.sampled_from(["$", "¥"])),
    st.builds(Quantity, AMOUNTS, SCALED, unit=st.sampled_from(Unit)),
    st.builds(Quantity, AMOUNTS, st.just(Decimal("0.01")), is_percent=st.just(value=True)),
)


@given(QUANTITIES)
def test_a_printed_quantity_reads_back_as_itself(quantity: Quantity) -> None:
    assert parse_quantity(print_quantity(quantity)) == quantity


@given(st.text(max_size=80) | st.text("0123456789.,-()▲万億円$%eE ", max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        found = parse_quantity(text)
    except ParseError:
        return
    assert (found is None) == (not text.strip())


def test_no_word_means_two_things() -> None:
    assert not SCALES.keys() & UNIT_WORDS.keys()
    assert not CURRENCY_WORDS.keys() & (UNIT_WORDS.keys() | SCALES.keys())
    assert all(word == word.lower() for word in [*SCALES, *UNIT_WORDS, *CURRENCY_WORDS])
    assert set(CURRENCY_WORDS.values()) <= ISO_CURRENCIES
    assert set(UNIT_WORDS.values()) == set(Unit)


@pytest.mark.parametrize("text", ["¥1,200-", "￥１，２００－"])
def test_a_stroke_behind_yen_is_refused_for_it_may_close_the_amount(text: str) -> None:
    with pytest.raises(ParseError) as refusal:
        parse_quantity(text)
    assert refusal.value.code is Problem.BAD_SIGN
