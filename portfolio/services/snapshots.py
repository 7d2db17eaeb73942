"""Snapshots of health: one as a model, or a batch of thousands as tuples, equal to the last digit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pmo_site.kernel.evidence import Facts, Level
from pmo_site.kernel.ids import new_ids
from pmo_site.tenancy.context import require_organization_id
from portfolio.domain.health import AssessmentWriter, HealthPolicy, Judge, Tier
from portfolio.domain.urgency import rank_of
from portfolio.models import ProjectHealth, Trigger

_PLACES = Decimal("0.0001")
_NAMES = {level: level.value for level in Level}

# Text that the server splits costs it a third of what an array of quoted texts does; neither JSON nor numbers have a
# raw line break. Levels by dimension that several projects share are sent and read once.
_INSERT = """
WITH levels AS MATERIALIZED (
  SELECT place, said::jsonb AS dimensions FROM unnest(string_to_array(%s, E'\\n')) WITH ORDINALITY AS each (said, place)
)
INSERT INTO portfolio_projecthealth (id, organization_id, project_id, day, trigger, overall, rank, data_share,
  dimensions, findings, policy, policy_version, computed_at)
SELECT each.id::uuid, %s, each.project_id::uuid, %s, %s, each.overall, each.rank::numeric, each.data_share::numeric,
  levels.dimensions, each.findings, %s, %s, %s
FROM unnest(string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n'),
    string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n'))
  AS each (id, project_id, overall, rank, data_share, findings, place)
JOIN levels ON levels.place = each.place::bigint
"""


@dataclass(frozen=True, slots=True)
class Judging:
    """One act of judging: for which day, by which policy, what brought it about, whether changes are told."""

    day: date
    policy: HealthPolicy
    trigger: Trigger
    is_told: bool = True


class Snapshot(NamedTuple):
    """What a batch stores of one project; the first columns in the order of the statement, JSON as text."""

    project_id: UUID
    overall: str
    rank: Decimal
    data_share: Decimal
    findings: str
    dimensions: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Where thousands are judged and written: what several of them share is made once."""

    judge: Judge
    writer: AssessmentWriter

    @classmethod
    def of(cls, judging: Judging) -> Bench:
        """One for an act of judging."""
        return cls(Judge(judging.policy, judging.day), AssessmentWriter(judging.policy, judging.day))

    def snapshot(self, project_id: UUID, tier: Tier, told: Iterable[Facts]) -> Snapshot:
        """Judge one project."""
        assessment = self.judge.assess(told, tier)
        kept = self.writer.kept(assessment)
        overall, share = assessment.lights.overall, assessment.lights.data_share
        rank = rank_of(overall, kept.farthest)
        return Snapshot(project_id, _NAMES[overall], rank, share.quantize(_PLACES), kept.findings, kept.dimensions)


def snapshot_of(project_id: UUID, tier: Tier, told: Iterable[Facts], judging: Judging) -> ProjectHealth:
    """Judge one project; the snapshot is not stored yet."""
    made = Bench.of(judging).snapshot(project_id, tier, told)
    return ProjectHealth(
        project_id=project_id,
        day=judging.day,
        trigger=judging.trigger,
        overall=made.overall,
        rank=made.rank,
        data_share=made.data_share,
        dimensions=json.loads(made.dimensions),
        findings=made.findings,
        policy=judging.policy.name,
        policy_version=judging.policy.version,
    )


def snapshots_store(*, snapshots: Sequence[Snapshot], judging: Judging) -> None:
    """Store a batch of the current tenant by one statement; the wall's own check holds for it as for any other."""
    if not snapshots:
        return
    projects, *columns, levels = zip(*snapshots, strict=True)
    places = {said: place for place, said in enumerate(dict.fromkeys(levels), 1)}
    policy = judging.policy
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                _lines(places),
                *(require_organization_id(), judging.day, judging.trigger.value),
                *(policy.name, policy.version, timezone.now()),
                _lines([each.hex for each in new_ids(len(snapshots))]),
                _lines([project.hex for project in projects]),
                *map(_lines, columns),
                _lines(places[said] for said in levels),
            ],
        )


def _lines(values: Iterable[object]) -> str:
    return "\n".join(map(str, values))
