"""Crashing a plan at the least cost, against the published network and against trying everything."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.schedule import (
    Activity,
    CrashOption,
    CycleError,
    InvalidActivityError,
    Link,
    crash,
    schedule,
)
from tests.shared_data import shared_path

# Render, Stair and Hanna, General Foundry: duration, cost per week less, weeks that may go.
GENERAL_FOUNDRY = {
    "A": (2, 1000, 1),
    "B": (3, 2000, 2),
    "C": (2, 1000, 1),
    "D": (4, 1000, 1),
    "E": (4, 1000, 2),
    "F": (3, 500, 1),
    "G": (5, 2000, 3),
    "H": (2, 3000, 1),
}
LINKS = [Link(*pair) for pair in ("AC", "BD", "CE", "CF", "DG", "EG", "FH", "GH")]
ACTIVITIES = [Activity(key, duration) for key, (duration, _, _) in GENERAL_FOUNDRY.items()]
OPTIONS = [CrashOption(key, cost, most) for key, (_, cost, most) in GENERAL_FOUNDRY.items()]


@pytest.mark.parametrize(("finish", "cost"), [(15, 0), (14, 1000), (13, 3000)])
def test_general_foundry_costs_what_the_book_says(finish: float, cost: float) -> None:
    found = crash(ACTIVITIES, LINKS, OPTIONS, finish=finish)
    assert found is not None
    assert found.cost == cost
    shorter = [replace(one, duration=one.duration - found.reductions.get(one.id, 0)) for one in ACTIVITIES]
    assert schedule(shorter, LINKS).finish == finish


def test_the_shared_costs_come_out_as_published() -> None:
    path = shared_path("data", "cpm.json")
    if path is None:
        pytest.skip("../shared/data is not present")
    case = json.loads(path.read_text())["general_foundry"]
    options = [CrashOption(key, *terms) for key, terms in case["crash_cost_per_week_and_max"].items()]
    for finish, cost in case["crash_expected"].items():
        found = crash(ACTIVITIES, LINKS, options, finish=float(finish))
        assert found is not None
        assert found.cost == cost


def test_a_finish_beyond_all_reductions_is_undefined() -> None:
    assert crash(ACTIVITIES, LINKS, OPTIONS, finish=5) is None
    assert crash([], [], [], finish=0) is not None


def test_faults_are_refused_by_name() -> None:
    with pytest.raises(InvalidActivityError, match="unknown activity Z"):
        crash(ACTIVITIES, LINKS, [CrashOption("Z", 1, 1)], finish=14)
    with pytest.raises(InvalidActivityError, match="A cannot be shortened by 3"):
        crash(ACTIVITIES, LINKS, [CrashOption("A", 1, 3)], finish=14)
    with pytest.raises(CycleError):
        crash(ACTIVITIES, [*LINKS, Link("H", "A")], OPTIONS, finish=14)


@given(st.data())
def test_no_choice_of_whole_reductions_is_cheaper(data: st.DataObject) -> None:
    activities = [Activity(number, data.draw(st.integers(1, 3))) for number in range(4)]
    pairs = [(first, second) for second in range(4) for first in range(second)]
    kinds = st.sampled_from(["FS", "SS", "FF", "SF"])
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True))
    links = [Link(*pair, data.draw(kinds), data.draw(st.integers(-1, 2))) for pair in chosen]
    most = [data.draw(st.integers(0, int(one.duration))) for one in activities]
    costs = [data.draw(st.integers(0, 5)) for _ in activities]
    finish = data.draw(st.integers(1, 8))
    cheapest = None
    for less in product(*(range(limit + 1) for limit in most)):
        shorter = [replace(one, duration=one.duration - gone) for one, gone in zip(activities, less, strict=True)]
        if schedule(shorter, links).finish <= finish:
            cost = sum(price * gone for price, gone in zip(costs, less, strict=True))
            cheapest = cost if cheapest is None else min(cheapest, cost)
    options = [CrashOption(number, cost, limit) for number, (cost, limit) in enumerate(zip(costs, most, strict=True))]
    found = crash(activities, links, options, finish=finish)
    assert (found is None) == (cheapest is None)
    if found is not None and cheapest is not None:
        assert found.cost == pytest.approx(cheapest, abs=1e-6)
