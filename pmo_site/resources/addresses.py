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
    """One row behind a figure: what it is, and the page on which it can be seen and mended."""

    label: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str | Promise
    build: Builder


_kinds: dict[str, _Kind] = {}


def offer_address(kind: str, label: str | Promise, build: Builder) -> None:
    """Declare where the rows of a kind are shown; called once when the site starts."""
    if kind in _kinds:
        raise ValueError(f"Rows of {kind} have an address already.")
    _kinds[kind] = _Kind(label, build)


def row_address(row: RowReference, *, slug: str, dimension: Dimension) -> RowAddress | None:
    """Where a row is shown; None for a kind that has no page."""
    kind = _kinds.get(row.kind)
    return None if kind is None else RowAddress(kind.label, kind.build(slug, row.id, dimension))
