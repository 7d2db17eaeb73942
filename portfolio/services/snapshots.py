"""Snapshots of health: one as a model, or a batch of thousands as tuples, equal to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pmo_site.kernel.evidence import Evidence
from pmo_site.kernel.ids import new_id
from pmo_site.tenancy.context import require_organization_id
from portfolio.domain.health import Assessment, AssessmentWriter, HealthPolicy, Tier, assess
from portfolio.domain.urgency import rank
from portfolio.models import ProjectHealth, Trigger

_PLACES = Decimal("0.0001")

_INSERT = """
INSERT INTO portfolio_projecthealth (id, organization_id, project_id, day, trigger, overall, rank, data_share,
  dimensions, reasons, policy, policy_version, computed_at)
SELECT each.id, %s, each.project_id, %s, %s, each.overall, each.rank, each.data_share,
  each.dimensions::jsonb, each.reasons::jsonb, %s, %s, %s
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::numeric[], %s::numeric[], %s::text[], %s::text[])
  AS each (id, project_id, overall, rank, data_share, dimensions, reasons)
"""


@dataclass(frozen=True, slots=True)
class Judging:
    """One act of judging: for which day, by which policy, what brought it about, whether changes are told."""

    day: date
    policy: HealthPolicy
    trigger: Trigger
    is_told: bool = True


class Snapshot(NamedTuple):
    """What a batch stores of one project; the columns in the order of the statement, JSON as text."""

    project_id: UUID
    overall: str
    rank: Decimal
    data_share: Decimal
    dimensions: str
    reasons: str


def snapshot_of(project_id: UUID, tier: Tier, evidence: Sequence[Evidence], judging: Judging) -> ProjectHealth:
    """Judge one project; the snapshot is not stored yet."""
    assessment = assess(evidence, judging.policy, tier=tier, as_of=judging.day)
    reasons = assessment.reasons
    return ProjectHealth(
        project_id=project_id,
        day=judging.day,
        trigger=judging.trigger,
        overall=assessment.overall.value,
        rank=rank(assessment.overall, reasons),
        data_share=assessment.data_share.quantize(_PLACES),
        dimensions=dict(_dimensions(assessment)),
        reasons=[reason.as_stored() for reason in reasons],
        policy=assessment.policy,
        policy_version=assessment.policy_version,
    )


def quick_snapshot(
    project_id: UUID, tier: Tier, evidence: Sequence[Evidence], judging: Judging, writer: AssessmentWriter
) -> Snapshot:
    """Judge one project of many by the same rules; what it says is what `snapshot_of` says."""
    assessment = assess(evidence, judging.policy, tier=tier, as_of=judging.day)
    reasons = assessment.reasons
    return Snapshot(
        project_id,
        assessment.overall.value,
        rank(assessment.overall, reasons),
        assessment.data_share.quantize(_PLACES),
        writer.dimensions(assessment),
        writer.reasons(reasons),
    )


def snapshots_store(*, snapshots: Sequence[Snapshot], judging: Judging) -> None:
    """Store a batch of the current tenant by one statement; the wall's own check holds for it as for any other."""
    if not snapshots:
        return
    projects, *columns = (list(column) for column in zip(*snapshots, strict=True))
    policy = judging.policy
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                *(require_organization_id(), judging.day, judging.trigger.value),
                *(policy.name, policy.version, timezone.now()),
                [str(new_id()) for _ in snapshots],
                [str(key) for key in projects],
                *columns,
            ],
        )


def _dimensions(assessment: Assessment) -> Iterator[tuple[str, dict[str, object]]]:
    for dimension, health in assessment.dimensions.items():
        yield (
            dimension.value,
            {
                "level": health.level.value,
                "as_of": health.as_of.isoformat() if health.as_of else None,
                "age_days": health.data_age_days,
                "counts": health.counts,
            },
        )
