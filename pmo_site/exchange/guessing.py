"""What a file's columns hold: guessed from their names, said by a reader, remembered for the next file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from pmo_site.exchange.mapping import Column, TableMapping
from pmo_site.exchange.names import Known, keys_of, known, matched
from pmo_site.exchange.tables import Table


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader said about a file: a target for each column, and the currency of its money."""

    targets: Mapping[str, str] = field(default_factory=dict)
    currency: str = "JPY"


@dataclass(frozen=True, slots=True)
class Target:
    """A place where a column's cells can go; `names` are other words that such columns are headed with, with commas.

    `columns(source, choice)` says how the cells are read: most targets fill one field, some fill two.
    """

    key: str
    label: str | Promise
    names: str
    columns: Callable[[str, Choice], tuple[Column, ...]]
    money: bool = False

    def known(self) -> Known:
        """The names that its columns are known by."""
        return known(self.key, self.label, self.names)


def guess(header: Sequence[str], targets: Sequence[Target]) -> dict[str, str]:
    """Columns to targets by name alone."""
    found = matched(header, [target.known() for target in targets])
    return {column: match.key for column, match in zip(header, found, strict=True) if match is not None}


def unsure(header: Sequence[str], choice: Choice, targets: Sequence[Target]) -> frozenset[str]:
    """Columns that a choice sends where a guess does, without their name being the target's own word."""
    found = zip(header, matched(header, [target.known() for target in targets]), strict=True)
    return frozenset(
        column for column, match in found if match and match.is_guess and choice.targets.get(column) == match.key
    )


def known_names(targets: Sequence[Target]) -> frozenset[str]:
    """Every name that a column can be known by, as `header_key` writes it."""
    return frozenset(name for target in targets for name in keys_of(target.known()))


def mapping_for(
    choice: Choice, targets: Sequence[Target], *, name: str, keys: tuple[str, ...], currency_field: str
) -> TableMapping:
    """The mapping that a choice means; the currency is stored where money is brought."""
    by_key = {target.key: target for target in targets}
    columns: list[Column] = []
    money = False
    for source, wanted in choice.targets.items():
        target = by_key.get(wanted)
        if target is not None:
            columns.extend(target.columns(source, choice))
            money = money or target.money
    return TableMapping(name, keys, tuple(columns), {currency_field: choice.currency} if money else {})


def fits(choice: Choice, table: Table) -> bool:
    """Whether a file has every column that a choice speaks of."""
    return set(choice.targets) <= set(table.header)
