"""Assessments as JSON text, for thousands at a time: the very values of `as_stored`, written at once.

A limit is written once per policy, keys and days by the encoder itself; nothing else differs from the plain way, and
a test compares the two on random evidence.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from pmo_site.kernel.evidence import Reason

from .assessment import Assessment
from .policy import HealthPolicy


class AssessmentWriter:
    """Writes what was judged under one policy."""

    __slots__ = ("_limits",)

    def __init__(self, policy: HealthPolicy) -> None:
        self._limits = {code: orjson.Fragment(orjson.dumps(limit.as_stored())) for code, limit in policy.limits.items()}

    def dimensions(self, assessment: Assessment) -> str:
        """Each dimension's level, the day it rests on, its age, and whether it counts, as JSON text."""
        found = {
            dimension: {
                "level": health.level,
                "as_of": health.as_of,
                "age_days": health.data_age_days,
                "counts": health.counts,
            }
            for dimension, health in assessment.dimensions.items()
        }
        return orjson.dumps(found, option=orjson.OPT_NON_STR_KEYS).decode()

    def reasons(self, reasons: Iterable[Reason]) -> str:
        """The reasons as a JSON array, in their order."""
        return orjson.dumps([self._reason(reason) for reason in reasons]).decode()

    def _reason(self, reason: Reason) -> dict[str, object]:
        said: dict[str, object] = {
            "dimension": reason.dimension,
            "code": reason.code,
            "level": reason.level,
            "numbers": {name: None if number is None else str(number) for name, number in reason.numbers.items()},
            "observed_on": reason.observed_on,
            "rows": [(row.kind, row.id) for row in reason.rows],
        }
        if reason.limit is not None:
            said["limit"] = self._limits[reason.code]
        if reason.basis is not None:
            said["basis"] = reason.basis
        if reason.currency is not None:
            said["currency"] = reason.currency
        if reason.is_stale:
            said |= {"is_stale": True, "last_level": reason.last_level}
        return said
