"""Which column goes where by the names that people give their columns: one way for files and for what is pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from pmo_site.exchange.headers import header_key, header_keys


@dataclass(frozen=True, slots=True)
class Known:
    """A place that a column can go to: its own words, and what people write instead, the likeliest first."""

    key: str
    own: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Where a column goes by its name; a guess where the name is not the place's own word."""

    key: str
    is_guess: bool


def known(key: str, label: str | Promise, names: str) -> Known:
    """A place by its key, its label in every language of the house, and its other names, separated by commas."""
    return Known(key, (key, *in_every_language(label)), names_of(names))


def in_every_language(label: str | Promise) -> tuple[str, ...]:
    """A label as readers of each language see it."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(label))
    return tuple(found)


def names_of(names: str) -> tuple[str, ...]:
    """Names as a declaration lists them."""
    return tuple(filter(None, (name.strip() for name in names.split(","))))


def keys_of(place: Known) -> frozenset[str]:
    """Every name of a place as `header_key` writes it."""
    return frozenset(map(header_key, (*place.own, *place.others)))


def matched(header: Sequence[str], places: Sequence[Known]) -> list[Match | None]:
    """Where each column goes; a place that several name is taken by the closest name, then by the first column."""
    words = _ranked(places)
    best: dict[str, tuple[int, int, int]] = {}
    for column, head in enumerate(header):
        for distance, word in enumerate(header_keys(head)):
            if word in words:
                rank, key = words[word]
                best[key] = min(best.get(key, (rank, distance, column)), (rank, distance, column))
                break
    found: list[Match | None] = [None] * len(header)
    for key, (rank, distance, column) in best.items():
        found[column] = Match(key, is_guess=rank + distance > 0)
    return found


def _ranked(places: Sequence[Known]) -> dict[str, tuple[int, str]]:
    """Every name with how far it is from the place's own word, and the place."""
    found: dict[str, tuple[int, str]] = {}
    for place in places:
        for name in place.own:
            found.setdefault(header_keys(name)[0], (0, place.key))
    for place in places:
        for rank, name in enumerate(place.others, 1):
            found.setdefault(header_keys(name)[0], (rank, place.key))
    return found
