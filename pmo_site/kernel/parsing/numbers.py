"""Money and quantities as people type them: $3,794,700, １２３万円, 1,234千円, ▲1,200, (1,200), 12.5 %."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from pmo_site.kernel.money import Money

from .errors import ParseError, Problem
from .folding import narrow
from .units import (
    CURRENCY_WORDS,
    JAPANESE_SCALES,
    PERCENT,
    SCALE_WORDS,
    SCALES,
    SIGNS,
    UNCLEAR_WORDS,
    UNIT_WORDS,
    Unit,
)

LONGEST = 64
MOST_DIGITS = 24
ONE = Decimal(1)
YEN = "¥"
HUNDREDTH = Decimal("0.01")

_SHAPE = re.compile(r"([^0-9.]*)([0-9.](?:.*[0-9])?)(.*)")
_PLAIN = re.compile(
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?",
)
_SEGMENTS = re.compile(r"\s*([十百千万億兆]+)\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A typed number: its whole amount, and what the text said about it.

    `amount` is what is meant (１２３万円 is 1,230,000; 12.5 % is 0.125); `multiplier` is the scale it was typed in
    (10,000; 0.01). `currency` is the ISO code if the text states one; `symbol` is set instead where several share it
    ($, ¥). `unit` is what is counted.
    """

    amount: Decimal
    multiplier: Decimal = ONE
    currency: str | None = None
    symbol: str | None = None
    unit: Unit | None = None
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands behind a number."""

    multiplier: Decimal = ONE
    money: str | None = None
    unit: Unit | None = None
    is_percent: bool = False


def parse_quantity(text: str) -> Quantity | None:
    """Read a number with whatever stands around it; None for a blank, ParseError where it would be a guess.

    Negative: -, −, ▲, △ before the number or its currency, a trailing - and parentheses; each at most one. The stroke
    of ¥1,200- may also close the amount: refused.
    Scales add up in Japanese, each smaller than the one before: 1億2,345万円. Commas stand every three digits.
    In English k, m, bn are thousand, million and billion, as in reports of money; "m" is never months or meters.
    """
    folded = _checked(text)
    if not folded:
        return None
    shape = _SHAPE.fullmatch(folded)
    if shape is None:
        raise ParseError(Problem.NOT_A_NUMBER, text)
    body = shape[2]
    before, after = ("".join(part.split()) for part in (shape[1], shape[3]))
    negative, before, after = _sign(before, after, text)
    words = _read_after(after.lower(), text)
    money = _money_word(before.lower(), words, text)
    amount = _read_body(body, words.multiplier, text)
    return Quantity(
        amount=-amount if negative and amount else amount,
        multiplier=words.multiplier,
        currency=CURRENCY_WORDS.get(money) if money else None,
        symbol=_symbol(money),
        unit=words.unit,
        is_percent=words.is_percent,
    )


def parse_money(text: str, currency: str) -> Money | None:
    """Read an amount of money; a currency that the text states wins over the given one. None for a blank.

    A shared symbol ($, ¥) is read as the given currency where that is one of its own, and otherwise refused
    (`currency_unclear`); a percent or a unit is `not_money`.
    """
    found = parse_quantity(text)
    if found is None:
        return None
    if found.is_percent or found.unit is not None:
        raise ParseError(Problem.NOT_MONEY, text)
    if found.symbol is not None and currency not in UNCLEAR_WORDS[found.symbol]:
        raise ParseError(Problem.CURRENCY_UNCLEAR, text)
    return Money(found.amount, found.currency or currency)


def parse_number(text: str) -> Decimal | None:
    """Read a bare number, scales allowed; a currency, percent sign or unit is refused. None for a blank."""
    found = parse_quantity(text)
    if found is None:
        return None
    if found.is_percent or found.unit or found.currency or found.symbol:
        raise ParseError(Problem.NOT_A_NUMBER, text)
    return found.amount


def parse_percent(text: str) -> Decimal | None:
    """Read a percentage as a fraction, with or without its sign: "12.5 %" and "12.5" are 0.125. None for a blank."""
    found = parse_quantity(text)
    if found is None:
        return None
    if found.unit or found.currency or found.symbol:
        raise ParseError(Problem.NOT_A_NUMBER, text)
    return found.amount if found.is_percent else found.amount * HUNDREDTH


def print_quantity(quantity: Quantity) -> str:
    """Write a quantity so that `parse_quantity` reads the same back: CAD -1,200, -123万, 12.5%, 3人月."""
    typed = (quantity.amount / quantity.multiplier).normalize()
    scale = "%" if quantity.is_percent else SCALE_WORDS.get(quantity.multiplier, "")
    unit = next((word for word, unit in UNIT_WORDS.items() if unit is quantity.unit), "")
    money = quantity.currency or quantity.symbol
    return f"{money + ' ' if money else ''}{typed:,f}{scale}{unit}"


def _checked(text: str) -> str:
    """Bring widths together, but never make a digit of what only resembles one (², ①, ½)."""
    if len(text.strip()) > LONGEST:
        raise ParseError(Problem.TOO_LONG, text)
    for mark in text:
        if not mark.isascii() and unicodedata.category(mark) == "No":
            raise ParseError(Problem.NOT_A_NUMBER, text)
    folded = narrow(text)
    if len(folded) > LONGEST:
        raise ParseError(Problem.TOO_LONG, text)
    return folded


def _sign(before: str, after: str, text: str) -> tuple[bool, str, str]:
    """Take the sign off both sides; two signs, or a parenthesis alone, are refused."""
    marks = [SIGNS[mark] for mark in before if mark in SIGNS]
    before = "".join(mark for mark in before if mark not in SIGNS)
    if before.count("(") != after.count(")"):
        raise ParseError(Problem.BAD_SIGN, text)
    marks += [True] * before.count("(")
    before, after = before.replace("(", ""), after.replace(")", "")
    if after.endswith(("-", "\N{MINUS SIGN}")):
        # On a Japanese bill the stroke of ¥1,200- closes the amount, in a ledger it makes it negative.
        if YEN in before:
            raise ParseError(Problem.BAD_SIGN, text)
        after = after[:-1]
        marks.append(True)
    if len(marks) > 1:
        raise ParseError(Problem.BAD_SIGN, text)
    return any(marks), before, after


def _read_after(after: str, text: str) -> _Words:
    """Read scale, then currency, unit or percent sign; the longest scale that leaves a known word wins."""
    for length in range(len(after), -1, -1):
        scale, rest = after[:length], after[length:]
        if scale and scale not in SCALES:
            continue
        multiplier = SCALES[scale] if scale else ONE
        if not rest or rest in CURRENCY_WORDS or rest in UNCLEAR_WORDS:
            return _Words(multiplier, rest or None)
        if rest in UNIT_WORDS:
            return _Words(multiplier, unit=UNIT_WORDS[rest])
        if rest in PERCENT and not scale:
            return _Words(HUNDREDTH, is_percent=True)
    raise ParseError(Problem.UNKNOWN_UNIT, text)


def _money_word(before: str, words: _Words, text: str) -> str | None:
    if before and before not in CURRENCY_WORDS and before not in UNCLEAR_WORDS:
        raise ParseError(Problem.UNKNOWN_UNIT, text)
    if before and (words.unit or words.is_percent):
        raise ParseError(Problem.UNKNOWN_UNIT, text)
    if not before or not words.money:
        return before or words.money
    stated, also = CURRENCY_WORDS.get(before), CURRENCY_WORDS.get(words.money)
    if stated and also and stated != also:
        raise ParseError(Problem.TWO_CURRENCIES, text)
    for word, other in ((before, also), (words.money, stated)):
        if word in UNCLEAR_WORDS and other not in UNCLEAR_WORDS[word]:
            raise ParseError(Problem.TWO_CURRENCIES, text)
    return words.money if also else before


def _symbol(money: str | None) -> str | None:
    if money not in UNCLEAR_WORDS:
        return None
    return "$" if money == "ドル" else money


def _read_body(body: str, last_scale: Decimal, text: str) -> Decimal:
    """Add up the parts of a number that has scales inside; each must fit under the scale before it."""
    pieces = _SEGMENTS.split(body)
    numbers, powers = pieces[::2], [_scale(word, text) for word in pieces[1::2]] + [last_scale]
    total, ceiling = Decimal(0), None
    for number, power in zip(numbers, powers, strict=True):
        part = _plain(number, text) * power
        if ceiling is not None and part >= ceiling:
            raise ParseError(Problem.BAD_SCALE, text)
        total, ceiling = total + part, power
    if len(total.as_tuple().digits) > MOST_DIGITS:
        raise ParseError(Problem.TOO_LONG, text)
    return total


def _scale(word: str, text: str) -> Decimal:
    if word not in JAPANESE_SCALES:
        raise ParseError(Problem.BAD_SCALE, text)
    return SCALES[word]


def _plain(number: str, text: str) -> Decimal:
    if not _PLAIN.fullmatch(number):
        raise ParseError(Problem.BAD_GROUPING if "," in number else Problem.NOT_A_NUMBER, text)
    value = Decimal(number.replace(",", ""))
    if len(value.as_tuple().digits) > MOST_DIGITS or abs(value.adjusted()) > MOST_DIGITS:
        raise ParseError(Problem.TOO_LONG, text)
    return value
