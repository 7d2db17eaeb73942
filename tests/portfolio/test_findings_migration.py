"""The migration to short reasons carries the snapshots of every organization over, and back, and changes no reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from pmo_site.kernel.evidence import Dimension, Level, Reason, RowReference
from pmo_site.tenancy.context import tenant
from portfolio.domain.health import DEFAULT_POLICY, Reasons, Tier
from portfolio.models import ProjectHealth, Trigger
from portfolio.services.health import health_compute_day
from portfolio.services.snapshots import Judging, snapshot_of
from tests.accounts.world import TODAY
from tests.tenancy.pair import Pair, Side, make_pair

LONG = ("portfolio", "0010_sort_names")
QUOTED = Reason(
    dimension=Dimension.COST,
    code="moon_phase",
    level=Level.AMBER,
    numbers={"額": None},
    observed_on=TODAY,
    rows=(RowReference("行", "7"),),
    basis='月次 "\\" [] é',
)


@pytest.fixture
def pair(transactional_db: None) -> Pair:  # noqa: ARG001  the database is open
    return make_pair()


@contextmanager
def _migrated(target: tuple[str, str]) -> Iterator[None]:
    """Stand at a migration, and at the newest one afterwards whatever happens."""
    MigrationExecutor(connections["admin"]).migrate([target])
    try:
        yield
    finally:
        executor = MigrationExecutor(connections["admin"])
        executor.migrate(executor.loader.graph.leaf_nodes())


def _judge(side: Side) -> dict[UUID, Reasons]:
    """Snapshots as the site makes them, one without reasons and one whose reason is told in full."""
    with tenant(side.organization.id):
        health_compute_day(day=TODAY)
        for findings in ("[1]", None):
            made = snapshot_of(side.project.pk, Tier.FULL, [], Judging(TODAY, DEFAULT_POLICY, Trigger.CHANGE))
            made.findings = findings or _in_full(side)
            made.save(force_insert=True)
        return {snapshot.pk: snapshot.reasons for snapshot in ProjectHealth.objects.all()}


def _in_full(side: Side) -> str:
    return json.dumps([1, QUOTED._replace(basis=f"{QUOTED.basis} {side.word}").as_stored()])


def _long(side: Side) -> dict[UUID, Any]:
    with tenant(side.organization.id), connection.cursor() as cursor:
        cursor.execute("SELECT id, reasons::text FROM portfolio_projecthealth")
        return dict(cursor.fetchall())


def _kept(side: Side) -> dict[UUID, Reasons]:
    with tenant(side.organization.id):
        return {snapshot.pk: snapshot.reasons for snapshot in ProjectHealth.objects.all()}


@pytest.mark.django_db(transaction=True, databases=["default", "admin"])
def test_reasons_are_told_in_full_on_the_way_back_and_read_the_same_after_the_way_forth(pair: Pair) -> None:
    sides = (pair.north, pair.south)
    before = [_judge(side) for side in sides]
    with _migrated(LONG):
        for side, reasons in zip(sides, before, strict=True):
            told = {key: json.loads(text) for key, text in _long(side).items()}
            assert told == {key: [reason.as_stored() for reason in found] for key, found in reasons.items()}
    for side, reasons in zip(sides, before, strict=True):
        assert _kept(side) == reasons
        assert any(not found for found in reasons.values())
        assert any(side.word in (reason.basis or "") for found in reasons.values() for reason in found)
