"""The voices about a project kept apart: what was computed, what its manager declares, what a person overrides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pmo_site.kernel.evidence import Key, Level

_STEPS = {Level.GREEN: 0, Level.AMBER: 1, Level.RED: 2}


class OverrideError(ValueError):
    """An override that may not stand; `code` says why, `item` names the offending part."""

    def __init__(self, code: str, item: str) -> None:
        super().__init__(f"{code}: {item}")
        self.code = code
        self.item = item


@dataclass(frozen=True, slots=True)
class CandorGap:
    """The distance between what the evidence says and what the manager declares, in levels.

    `steps` above 0: declared better than computed; below 0: declared worse; None where either is grey or blue.
    """

    computed: Level
    declared: Level | None
    steps: int | None

    @property
    def is_watermelon(self) -> bool:
        """Green outside, red inside."""
        return self.declared is Level.GREEN and self.computed is Level.RED


def candor_gap(computed: Level, declared: Level | None) -> CandorGap:
    """Compare the computed with the declared level; a missing report declares nothing."""
    inside, outside = _STEPS.get(computed), None if declared is None else _STEPS.get(declared)
    return CandorGap(computed, declared, None if inside is None or outside is None else inside - outside)


def watermelons_oldest_first(gaps: Iterable[tuple[Key, date, CandorGap]]) -> list[tuple[Key, date, CandorGap]]:
    """Pick the watermelons from (project, since, gap), the longest-standing first."""
    return sorted((entry for entry in gaps if entry[2].is_watermelon), key=lambda entry: (entry[1], str(entry[0])))


@dataclass(frozen=True, slots=True)
class Override:
    """A person's own overall level, with a reason, from a first to a last day; after it, it ends by itself."""

    level: Level
    reason: str
    author: Key
    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.level not in _STEPS:
            raise OverrideError("level_not_declarable", self.level)
        if not self.reason.strip():
            raise OverrideError("reason_missing", "reason")
        if self.ends_on < self.starts_on:
            raise OverrideError("ends_before_start", self.ends_on.isoformat())

    def holds_on(self, day: date) -> bool:
        """Tell whether the override is in force: both its days are included."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Light:
    """The level that is shown, with the computed one always beside it."""

    level: Level
    computed: Level
    override: Override | None = None


def shown_light(computed: Level, overrides: Iterable[Override], day: date) -> Light:
    """Apply the override that is in force on a day, the latest started where several are."""
    standing = [override for override in overrides if override.holds_on(day)]
    if not standing:
        return Light(computed, computed)
    latest = max(standing, key=lambda override: override.starts_on)
    return Light(latest.level, computed, latest)
