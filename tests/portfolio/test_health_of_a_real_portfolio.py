"""The large IT projects of the Government of Canada, judged by the policy that the product ships with.

Source: Inquiry of Ministry responses of 2016, 2019 and 2022 (8530-441-13-505), public records.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pmo_site.kernel.evidence import Evidence, Level
from pmo_site.kernel.money import Money, total
from pmo_site.kernel.parsing import parse_date, parse_money
from portfolio.domain.health import DEFAULT_POLICY, Tier, assess
from projects.domain import measures
from projects.domain.measures import FinishDates, Source
from tests.shared_data import shared_path

AS_OF = date(2022, 4, 25)


def read(name: str) -> list[dict[str, str]]:
    """Read one of the lists, or skip aloud."""
    path = shared_path("data", "portfolio", name)
    if path is None:
        pytest.skip("../shared/data is not present")
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def reported_on(year: str) -> date | None:
    """The day of the response in which a figure stood; the exact days of 2016 and 2019 are not in the list."""
    return AS_OF.replace(year=int(year)) if year else None


def evidence_of(row: dict[str, str]) -> list[Evidence]:
    """Measure one row as an import would."""
    original = parse_date(row["originalEstimatedCompletionDate"])
    latest = parse_date(row["latestEstimatedCompletionDate"])
    dates_told = reported_on(row["latestEstimatedCompletionDateSource"]) or AS_OF
    budgets_told = reported_on(row["latestBudgetSource"]) or AS_OF
    first_told = reported_on(row["originalEstimatedCompletionDateSource"])
    finish = FinishDates(original, latest, first_reported_on=first_told)
    budgets = parse_money(row["originalBudget"], "CAD"), parse_money(row["latestBudget"], "CAD")
    found = [
        measures.finish_slip(Source(dates_told), finish),
        measures.budget_growth(Source(budgets_told), *budgets),
    ]
    if row["estimatedStatus"].startswith("completed"):
        return [*found, measures.finished(Source(dates_told))]
    return [*found, measures.finish_overdue(Source(AS_OF), latest, AS_OF)]


def test_every_budget_and_date_of_the_lists_is_read() -> None:
    rows = read("gc-it-projects-2022.csv")
    budgets = total((parse_money(row["totalBudget"], "CAD") for row in rows), "CAD")
    assert (budgets.known, budgets.unknown) == (481, 14)
    assert budgets.amount == Money(Decimal(7_023_336_948), "CAD")
    assert all(parse_date(row["asOfDate"]) == AS_OF for row in rows)
    assert sum(parse_date(row["estimatedCompletionDate"]) is None for row in rows) == sum(
        not row["estimatedCompletionDate"] for row in rows
    )


def test_the_default_policy_shows_all_five_levels_on_a_real_portfolio() -> None:
    rows = read("gc-it-projects-combined.csv")
    levels = [assess(evidence_of(row), DEFAULT_POLICY, as_of=AS_OF).overall for row in rows]
    counts = Counter(levels)
    assert len(rows) == 1126
    assert set(counts) == set(Level)
    # Every project with a completed status is blue, no other one is.
    assert counts[Level.BLUE] == sum(row["estimatedStatus"].startswith("completed") for row in rows) == 565


def test_what_is_unknown_or_out_of_date_is_never_green() -> None:
    rows = read("gc-it-projects-combined.csv")
    for row in rows:
        level = assess(evidence_of(row), DEFAULT_POLICY, tier=Tier.STANDARD, as_of=AS_OF).overall
        if row["estimatedStatus"].startswith("unknown"):
            assert level is not Level.GREEN, row["uniqueId"]


ROW = {
    "uniqueId": "aafc-agriclient-crm",
    "originalBudget": "$2,812,101",
    "latestBudget": "$2,812,101",
    "originalBudgetSource": "2022",
    "latestBudgetSource": "2022",
    "originalEstimatedCompletionDate": "July 31, 2022",
    "latestEstimatedCompletionDate": "July 31, 2022",
    "originalEstimatedCompletionDateSource": "2022",
    "latestEstimatedCompletionDateSource": "2022",
    "estimatedStatus": "new",
}


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({}, Level.GREEN),
        ({"latestBudget": "$3,093,311"}, Level.AMBER),
        ({"latestEstimatedCompletionDate": "July 31, 2023"}, Level.RED),
        ({"originalEstimatedCompletionDate": "", "latestEstimatedCompletionDate": ""}, Level.GREY),
        ({"estimatedStatus": "completed (behind schedule)"}, Level.BLUE),
        ({"latestBudgetSource": "2019", "latestEstimatedCompletionDateSource": "2019"}, Level.GREY),
    ],
)
def test_the_five_levels_on_one_row_of_the_list(change: dict[str, str], level: Level) -> None:
    assert assess(evidence_of(ROW | change), DEFAULT_POLICY, as_of=AS_OF).overall is level


def test_the_worked_example_of_the_handbook_holds() -> None:
    # The row csc-ierp of the list; docs/calculations.md explains it step by step.
    row = ROW | {
        "originalBudget": "$3,814,497",
        "latestBudget": "$1,500,000",
        "originalEstimatedCompletionDate": "March 31, 2022",
        "latestEstimatedCompletionDate": "June 15, 2022",
        "originalEstimatedCompletionDateSource": "2019",
        "estimatedStatus": "behind schedule",
    }
    health = assess(evidence_of(row), DEFAULT_POLICY, as_of=AS_OF)
    slip = health.reasons[0]
    assert (health.overall, slip.level, slip.basis) == (Level.AMBER, Level.AMBER, "first_report")
    assert slip.numbers["slip_ratio"] == Decimal(76) / Decimal(1071)
    assert health.data_share == Decimal("0.4")
