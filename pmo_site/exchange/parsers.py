"""Cells as values: the kernel's parsers, refused in codes that a report can translate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from pmo_site.exchange.mapping import CellError, Parser
from pmo_site.kernel.parsing import ParseError, parse_date, parse_money

YEAR_DIGITS = 4

Value = TypeVar("Value")


def text(limit: int) -> Parser:
    """A text of at most `limit` characters, kept as typed."""

    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise CellError("too_long")
        return cell

    return parse


def money(currency: str) -> Parser:
    """Amounts of money as people type them, in the file's currency; another one is refused, not converted."""

    def parse(cell: str) -> Decimal | None:
        found = _understood(lambda typed: parse_money(typed, currency), cell)
        if found is not None and found.currency != currency:
            raise CellError("other_currency")
        return None if found is None else found.amount

    return parse


def day(cell: str) -> date | None:
    """A date as people type it."""
    return _understood(parse_date, cell)


def start_of_year(cell: str) -> date:
    """A year as its first day: the earliest that a report of that year can have been."""
    if not (cell.isdecimal() and len(cell) == YEAR_DIGITS and int(cell) > 0):
        raise CellError("not_a_year")
    return date(int(cell), 1, 1)


def _understood(parse: Callable[[str], Value], cell: str) -> Value:
    try:
        return parse(cell)
    except ParseError as error:
        raise CellError(error.code.value) from error
