"""Cells as values: the kernel's parsers, refused in codes that a report can translate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from pmo_site.exchange.mapping import CellError, Parser
from pmo_site.kernel.parsing import (
    ParseError,
    fold,
    parse_date,
    parse_money,
    parse_percent,
    parse_quantity,
    says_no_name,
    says_unknown,
)

YEAR_DIGITS = 4
HUNDREDTH = Decimal("0.01")
MOST_MONEY = Decimal(10) ** 16
"""What a stored amount can hold."""

Value = TypeVar("Value")


def text(limit: int) -> Parser:
    """A text of at most `limit` characters, kept as typed."""

    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise CellError("too_long")
        return cell

    return parse


def link(limit: int) -> Parser:
    """The name of a linked record; a dash or 未定 names none."""
    parse = text(limit)
    return lambda cell: None if says_no_name(cell) else parse(cell)


def money(currency: str, scale: Decimal = Decimal(1)) -> Parser:
    """Amounts of money as people type them, in the file's currency; another one is refused, not converted.

    `scale` is the unit that the column's head tells (千円): it holds for cells that tell none of their own.
    """

    def parse(cell: str) -> Decimal | None:
        found = _understood(lambda typed: parse_money(typed, currency), cell)
        if found is None:
            return None
        if found.currency != currency:
            raise CellError("other_currency")
        told = parse_quantity(cell)
        amount = found.amount * scale if told is not None and told.multiplier == 1 else found.amount
        if amount < 0:
            raise CellError("negative")
        if amount >= MOST_MONEY:
            raise CellError("too_large")
        return amount.quantize(HUNDREDTH, ROUND_HALF_UP)

    return parse


def percent(cell: str) -> Decimal | None:
    """Progress in percent, from 0 to 100, with or without its sign."""
    found = _understood(parse_percent, cell)
    if found is None:
        return None
    if found < 0:
        raise CellError("negative")
    if found > 1:
        raise CellError("over_100")
    return (found * 100).quantize(HUNDREDTH, ROUND_HALF_UP)


def number(*, most: Decimal) -> Parser:
    """A number from 0 to `most`, to the hundredth."""

    def parse(cell: str) -> Decimal | None:
        found = _understood(parse_quantity, cell)
        if found is None:
            return None
        if found.unit is not None or found.is_percent:
            raise CellError("unknown_unit")
        if found.amount < 0:
            raise CellError("negative")
        if found.amount > most:
            raise CellError("too_large")
        return found.amount.quantize(HUNDREDTH, ROUND_HALF_UP)

    return parse


def word_key(text: str) -> str:
    """A word for comparison: width, case and kana fold together, and on_hold, On-Hold and ON HOLD are one."""
    return fold(text.replace("_", " ").replace("-", " "))


def word(meanings: Callable[[], Mapping[str, str]]) -> Parser:
    """One of a list of words; `meanings` is asked when a cell is read and keyed by `word_key`."""

    def parse(cell: str) -> str | None:
        found = meanings().get(word_key(cell))
        if found is None and not says_unknown(cell):
            raise CellError("unknown_word")
        return found

    return parse


def day(cell: str) -> date | None:
    """A date as people type it."""
    return _understood(parse_date, cell)


def start_of_year(cell: str) -> date:
    """A year as its first day: the earliest that a report of that year can have been."""
    if not (cell.isdecimal() and len(cell) == YEAR_DIGITS and int(cell) > 0):
        raise CellError("not_a_year")
    return date(int(cell), 1, 1)


def _understood(parse: Callable[[str], Value | None], cell: str) -> Value | None:
    """What a cell holds; None where it says itself that this is not known."""
    if says_unknown(cell):
        return None
    try:
        return parse(cell)
    except ParseError as error:
        raise CellError(error.code.value) from error
