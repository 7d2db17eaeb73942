"""What a drafted policy would do to today's lights, project by project, with the reason that makes the change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pmo_site.kernel.evidence import Evidence, Key, Level, Reason

from .assessment import Assessment, assess
from .policy import HealthPolicy, Tier

_SEVERITY = (Level.RED, Level.AMBER, Level.GREY, Level.GREEN, Level.BLUE)


@dataclass(frozen=True, slots=True)
class Effect:
    """A project that would change its overall level; `reason` is None where only the share of data decides."""

    project: Key
    before: Level
    after: Level
    reason: Reason | None


def effects(
    cases: Iterable[tuple[Key, Sequence[Evidence], Tier]], current: HealthPolicy, proposed: HealthPolicy, as_of: date
) -> list[Effect]:
    """Judge the same evidence by both policies; the worst level to come stands first, then by key."""
    found = []
    for project, evidence, tier in cases:
        before = assess(evidence, current, tier=tier, as_of=as_of)
        after = assess(evidence, proposed, tier=tier, as_of=as_of)
        if before.overall is not after.overall:
            found.append(Effect(project, before.overall, after.overall, _decisive(before, after)))
    return sorted(found, key=lambda effect: (_SEVERITY.index(effect.after), str(effect.project)))


def _decisive(before: Assessment, after: Assessment) -> Reason | None:
    """The reason of the new level that was judged otherwise before; else the one that made the old level."""
    old = {(reason.code, reason.rows): reason.level for reason in before.reasons}
    new = {(reason.code, reason.rows): reason for reason in after.reasons}
    for reason in after.reasons:
        if reason.level is after.overall and old.get((reason.code, reason.rows)) is not reason.level:
            return reason
    for reason in before.reasons:
        changed = new.get((reason.code, reason.rows))
        if reason.level is before.overall and changed and changed.level is not reason.level:
            return changed
    return next((reason for reason in after.reasons if reason.level is after.overall), None)
