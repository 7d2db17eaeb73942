"""How the records of a register are numbered: a prefix, a least width and a next number, the organization's own.

An app says in its `rights.py` which of its kinds carry codes, and how the product ships them. A number is never given
twice, and a code stays as it was given: another scheme counts on from where the last one stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.db import models

from pmo_site.accounts.models import Numbering
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.numbering import last_numbers, next_number
from pmo_site.tenancy.prepared import Prepared, PreparedShapes

PREFIX_CHARACTERS: Final = 10
LEAST_DIGITS, MOST_DIGITS = 2, 8
GREATEST_START: Final = 999_999
LOOKED_UP: Final = 100
"""How many codes one query asks for."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A kind whose records carry codes, and the scheme that the product ships with."""

    kind: str
    model: type[models.Model]
    prefix: str
    digits: int

    @property
    def label(self) -> str:
        """What its records are called."""
        return str(self.model._meta.verbose_name_plural)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one kind is numbered now, the last number that was given (0 where none was) and the next one."""

    numbered: Numbered
    stands: Numbering
    last: int
    next_number: int

    @property
    def example(self) -> str:
        """The code that the next record gets."""
        return code_of(self.stands.prefix, self.stands.digits, self.next_number)


_kinds: dict[str, Numbered] = {}
_NUMBERING = Prepared(lambda kind: Numbering.objects.filter(kind=kind)[:1], kind=str)
_CODES = PreparedShapes(
    lambda kind, code: _kinds[kind].model._default_manager.filter(code=code).values_list("code").order_by()[:1],
    by_key=True,
)


def register_numbered(model: type[models.Model], *, prefix: str, digits: int = 3) -> None:
    """Let the codes of a kind, which stand in its field `code`, be numbered as the organization likes."""
    kind = str(model._meta.model_name)
    if kind in _kinds:
        raise ValueError(f"There is a numbered kind {kind!r} already.")
    _kinds[kind] = Numbered(kind, model, prefix, digits)


def numbered(kind: str) -> Numbered | None:
    """The kind that an address names."""
    return _kinds.get(kind)


def numbered_kinds() -> list[Numbered]:
    """Every kind whose records carry codes."""
    return list(_kinds.values())


def code_of(prefix: str, digits: int, number: int) -> str:
    """A number as its code; one that is longer than the width is never cut."""
    return f"{prefix}{number:0{digits}d}"


def may_meet(prefix: str, other: str) -> bool:
    """Whether codes of two prefixes can be the same: they are one, or digits alone lead from one to the other."""
    short, long = sorted((prefix.casefold(), other.casefold()), key=len)
    return long.startswith(short) and (long == short or long.removeprefix(short).isdigit())


def numbering_of(kind: str) -> Numbering:
    """How a kind is numbered; where none was set, the product's own scheme."""
    return _NUMBERING.first(kind=kind) or _shipped(_kinds[kind])


def numbering_id(kind: str) -> UUID:
    """The id of a kind's scheme: the same before and after it is first set."""
    return uuid5(require_organization_id(), f"numbering:{kind}")


def scheme_of(kind: str) -> Scheme:
    """One kind with its scheme."""
    return _scheme(_kinds[kind], numbering_of(kind), last_numbers([kind]).get(kind, 0))


def schemes() -> list[Scheme]:
    """Every numbered kind with its scheme; two queries, and one per kind."""
    own = {row.kind: row for row in Numbering.objects.all()}
    last = last_numbers(_kinds)
    return [_scheme(each, own.get(kind) or _shipped(each), last.get(kind, 0)) for kind, each in _kinds.items()]


def code_take(kind: str) -> tuple[int, str]:
    """The next number of a kind and its code; a number whose code stands already is passed over.

    The counter's row is held until the transaction ends, so that two takers never get the same.
    """
    stands = numbering_of(kind)
    number = next_number(kind, at_least=stands.starts_at)
    if _is_taken(kind, code_of(stands.prefix, stands.digits, number)):
        number = next_number(kind, at_least=free_number(_kinds[kind], stands.prefix, stands.digits, number))
    return number, code_of(stands.prefix, stands.digits, number)


def _is_taken(kind: str, code: str) -> bool:
    return bool(_CODES.all(kind, values={"code": code}))


def free_number(each: Numbered, prefix: str, digits: int, number: int) -> int:
    """The first number from this one on whose code no record has: typed by hand, or of an earlier scheme."""
    rows = each.model._default_manager.all()
    while True:
        codes = {code_of(prefix, digits, number + step): number + step for step in range(LOOKED_UP)}
        taken = set(rows.filter(code__in=codes).values_list("code", flat=True))
        free = [of_code for code, of_code in codes.items() if code not in taken]
        if free:
            return free[0]
        number += LOOKED_UP


def _scheme(each: Numbered, stands: Numbering, last: int) -> Scheme:
    number = free_number(each, stands.prefix, stands.digits, max(last + 1, stands.starts_at))
    return Scheme(each, stands, last, number)


def _shipped(each: Numbered) -> Numbering:
    return Numbering(id=numbering_id(each.kind), kind=each.kind, prefix=each.prefix, digits=each.digits)
