"""The registry of addresses: where the rows behind a figure stand, so that every reason opens its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from pmo_site.kernel.evidence import Dimension, Key, RowReference

Builder = Callable[[str, Key, Dimension], str]
"""The address of a row: the organization's slug, the row's id, and the dimension for which it is opened."""


@dataclass(frozen=True, slots=True)
class RowAddress:
    """One row behind a figure: what it is, the page on which it can be seen and mended, and where the API reads it."""

    label: str | Promise
    url: str
    api: str


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str | Promise
    page: Builder
    api: Builder


_kinds: dict[str, _Kind] = {}


def offer_address(kind: str, label: str | Promise, page: Builder, *, api: Builder) -> None:
    """Declare where the rows of a kind are shown and read; called once when the site starts."""
    if kind in _kinds:
        raise ValueError(f"Rows of {kind} have an address already.")
    _kinds[kind] = _Kind(label, page, api)


def offered_kinds() -> tuple[str, ...]:
    """The kinds of rows that have an address."""
    return tuple(_kinds)


def row_address(row: RowReference, *, slug: str, dimension: Dimension) -> RowAddress | None:
    """Where a row is shown; None for a kind that has no page."""
    kind = _kinds.get(row.kind)
    if kind is None:
        return None
    return RowAddress(kind.label, kind.page(slug, row.id, dimension), kind.api(slug, row.id, dimension))
