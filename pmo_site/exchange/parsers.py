"""Cells as values: the kernel's parsers, refused in codes that a report can translate."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from pmo_site.exchange.mapping import CellError, Parser

YEAR_DIGITS = 4


def text(limit: int) -> Parser:
    """A text of at most `limit` characters, kept as typed."""

    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise CellError("too_long")
        return cell

    return parse


def money(cell: str) -> Decimal:
    """An amount of money as people type it."""
    try:
        return Decimal(cell.removeprefix("$").replace(",", ""))
    except ArithmeticError as error:
        raise CellError("not_money") from error


def day(cell: str) -> date:
    """A date as people type it."""
    try:
        return datetime.strptime(cell, "%B %d, %Y").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise CellError("not_a_date") from error


def start_of_year(cell: str) -> date:
    """A year as its first day: the earliest that a report of that year can have been."""
    if not (cell.isdecimal() and len(cell) == YEAR_DIGITS and int(cell) > 0):
        raise CellError("not_a_year")
    return date(int(cell), 1, 1)
