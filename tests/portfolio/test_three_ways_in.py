"""The same lists give the same portfolio by pages, command and API, in any order, and again change nothing.

Source: the large IT projects of the Government of Canada (8530-441-13-505), public records.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from pmo_site.tenancy.context import tenant
from projects.models import Project
from tests.exchange.ways import WAYS
from tests.portfolio.imported import Office, make_office
from tests.shared_data import shared_path

AS_OF = date(2022, 4, 25)
FIRST, BOTH = "gc-it-projects-2022", "gc-it-projects-combined"
FIELDS = (
    "code", "name", "purpose", "department__name", "tier", "status", "baseline_start", "baseline_finish",
    "baselined_on", "forecast_start", "forecast_finish", "actual_start", "actual_finish", "currency",
    "original_budget", "latest_budget", "actual_cost", "percent_complete", "imported_note", "data_as_of", "archived_at",
)  # fmt: skip


def the_list(name: str) -> Path:
    path = shared_path("data", "portfolio", f"{name}.csv")
    if path is None:
        pytest.skip("../shared/data is not present")
    return path


def stored(office: Office, *more: str) -> list[tuple[Any, ...]]:
    with tenant(office.organization.id):
        return list(Project.objects.order_by("code").values_list(*FIELDS, *more))


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[tuple[Any, ...]]:  # noqa: ARG001  its database
    """What the command makes of both lists, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = make_office("reference")
        for name in (FIRST, BOTH):
            WAYS["command"](office, the_list(name), name, AS_OF)
        found = stored(office)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    ("way", "order"), [("pages", (FIRST, BOTH)), ("command", (BOTH, FIRST)), ("api", (BOTH, FIRST))]
)
@pytest.mark.timeout(300)
def test_the_real_lists_give_one_portfolio_by_every_way_in_any_order_and_again_change_nothing(
    db: None,  # noqa: ARG001  the database is open
    reference: list[tuple[Any, ...]],
    way: str,
    order: tuple[str, str],
) -> None:
    office = make_office()
    for name in order:
        WAYS[way](office, the_list(name), name, AS_OF)
    assert len(reference) == 1126
    assert stored(office) == reference
    before = stored(office, "version", "updated_at")
    for name in order:
        WAYS[way](office, the_list(name), name, AS_OF)
    assert stored(office, "version", "updated_at") == before
