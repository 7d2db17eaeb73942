"""Money: an exact amount in one currency. Currencies never mix, and an unknown amount is never zero."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

DECIMALS_OF_MOST = 2
DECIMALS = {"JPY": 0, "KRW": 0}
_CODE = re.compile(r"[A-Z]{3}")


class MoneyError(ValueError):
    """What money refuses; `code` says which rule, `item` names what broke it."""

    def __init__(self, code: str, item: str) -> None:
        super().__init__(f"{code}: {item}")
        self.code = code
        self.item = item


@lru_cache(maxsize=1000)
def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount with its currency (ISO 4217 code); kept unrounded until `rounded` is asked for."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not _is_code(self.currency):
            raise MoneyError("bad_currency", self.currency)
        if not self.amount.is_finite():
            raise MoneyError("not_finite", str(self.amount))

    def rounded(self) -> Money:
        """Round half up, away from zero, to the currency's decimals: JPY and KRW none, others two."""
        return Money(round_half_up(self.amount, decimals_of(self.currency)), self.currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other).amount

    def ratio_to(self, other: Money) -> Decimal | None:
        """This amount as a fraction of another; undefined where the other is zero."""
        return self.amount / other.amount if self._same(other).amount else None

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise MoneyError("mixed_currencies", f"{self.currency} {other.currency}")
        return other


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that says how much it does not know: `amount` is None where values exist and none is known."""

    amount: Money | None
    known: int
    unknown: int


def decimals_of(currency: str) -> int:
    """Return the decimals in which a currency is shown and paid."""
    return DECIMALS.get(currency, DECIMALS_OF_MOST)


def round_half_up(number: Decimal, decimals: int) -> Decimal:
    """Round to a number of decimals, halves away from zero (not to the even digit)."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def total(values: Iterable[Money | None], currency: str) -> Total:
    """Sum the known values of one currency and count the unknown ones; the sum of nothing is zero.

    Another currency among the values raises MoneyError `mixed_currencies`.
    """
    sum_, known, unknown = Money(Decimal(0), currency), 0, 0
    for value in values:
        if value is None:
            unknown += 1
        else:
            sum_, known = sum_ + value, known + 1
    return Total(None if unknown and not known else sum_, known, unknown)
