"""How the records of a register are numbered: a prefix, a least width and a next number, the organization's own.

An app says in its `rights.py` which of its kinds carry codes, and how the product ships them. A number is never given
twice, and a code stays as it was given: another scheme counts on from where the last one stood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.utils.functional import Promise

from pmo_site.accounts.models import Numbering
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.numbering import last_numbers, next_number

PREFIX_CHARACTERS: Final = 8
LEAST_DIGITS, MOST_DIGITS = 2, 6
GREATEST_START: Final = 999_999


@dataclass(frozen=True, slots=True)
class Numbered:
    """A kind whose records carry codes, and the scheme that the product ships with."""

    kind: str
    label: str | Promise
    prefix: str
    digits: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one kind is numbered now, and the last number that was given; 0 where none was."""

    numbered: Numbered
    stands: Numbering
    last: int

    @property
    def next_number(self) -> int:
        """The number that the next record gets."""
        return max(self.last + 1, self.stands.starts_at)

    @property
    def example(self) -> str:
        """The code that the next record gets."""
        return code_of(self.stands.prefix, self.stands.digits, self.next_number)


_kinds: dict[str, Numbered] = {}


def register_numbered(kind: str, label: str | Promise, *, prefix: str, digits: int = 3) -> None:
    """Let the codes of a kind be numbered as the organization likes."""
    if kind in _kinds:
        raise ValueError(f"There is a numbered kind {kind!r} already.")
    _kinds[kind] = Numbered(kind, label, prefix, digits)


def numbered(kind: str) -> Numbered | None:
    """The kind that an address names."""
    return _kinds.get(kind)


def code_of(prefix: str, digits: int, number: int) -> str:
    """A number as its code; one that is longer than the width is never cut."""
    return f"{prefix}{number:0{digits}d}"


def may_meet(prefix: str, other: str) -> bool:
    """Whether codes of two prefixes can be the same: they are one, or digits alone lead from one to the other."""
    short, long = sorted((prefix.casefold(), other.casefold()), key=len)
    return long.startswith(short) and (long == short or long.removeprefix(short).isdigit())


def numbering_of(kind: str) -> Numbering:
    """How a kind is numbered; where none was set, the product's own scheme."""
    return Numbering.objects.filter(kind=kind).first() or _shipped(_kinds[kind])


def numbering_id(kind: str) -> UUID:
    """The id of a kind's scheme: the same before and after it is first set."""
    return uuid5(require_organization_id(), f"numbering:{kind}")


def scheme_of(kind: str) -> Scheme:
    """One kind with its scheme."""
    return Scheme(_kinds[kind], numbering_of(kind), last_numbers([kind]).get(kind, 0))


def schemes() -> list[Scheme]:
    """Every numbered kind with its scheme; two queries."""
    own = {row.kind: row for row in Numbering.objects.all()}
    last = last_numbers(_kinds)
    return [Scheme(each, own.get(kind) or _shipped(each), last.get(kind, 0)) for kind, each in _kinds.items()]


def code_take(kind: str, *, is_taken: Callable[[str], bool]) -> tuple[int, str]:
    """The next number of a kind and its code; a number whose code an earlier scheme gave is passed over.

    The counter's row is held until the transaction ends, so that two takers never get the same.
    """
    stands = numbering_of(kind)
    while True:
        number = next_number(kind, at_least=stands.starts_at)
        code = code_of(stands.prefix, stands.digits, number)
        if not is_taken(code):
            return number, code


def _shipped(each: Numbered) -> Numbering:
    return Numbering(id=numbering_id(each.kind), kind=each.kind, prefix=each.prefix, digits=each.digits)
