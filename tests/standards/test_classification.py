from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.domain.classification import (
    Answers,
    ClassificationError,
    GateAnswers,
    Kind,
    Tier,
    classify,
    drift,
    gates_unasked,
    reporting_burden,
    suggest_tier,
)


def answers(typed: str) -> Answers:
    """Read the five answers in their order: y, n, or ? for none yet."""
    new_service, new_model, new_work, owned, hosting = ({"y": True, "n": False, "?": None}[each] for each in typed)
    return Answers(new_service, new_model, new_work, owned, hosting)


DX = answers("ynyyn")
IT = answers("nnnnn")
CLOUD = answers("nnnny")


@pytest.mark.parametrize(
    ("example", "kind"),
    [
        pytest.param(answers("yyynn"), Kind.DX, id="web shop beside the counter"),
        pytest.param(IT, Kind.IT, id="paper work moved to a system"),
        pytest.param(CLOUD, Kind.CLOUD, id="own machine room moved to the cloud"),
        pytest.param(answers("ynnnn"), Kind.IT, id="new channel, no change of work"),
        pytest.param(answers("nnyyn"), Kind.IT, id="change of work, no new value"),
        pytest.param(answers("nynyn"), Kind.DX, id="new model with owned change"),
    ],
)
def test_the_published_examples_get_their_kind(example: Answers, kind: Kind) -> None:
    assert classify(example).kind is kind


def test_hosting_only_with_more_is_contradictory_and_judged_by_the_rest() -> None:
    result = classify(answers("ynyny"))
    assert (result.kind, result.contradictory) == (Kind.DX, True)
    assert not classify(CLOUD).contradictory


def test_an_open_answer_matters_only_while_it_could_change_the_kind() -> None:
    assert classify(answers("y?y?n")).kind is Kind.DX
    undecided = classify(answers("yn?nn"))
    assert (undecided.kind, undecided.unanswered) == (None, (3,))
    assert classify(answers("nnnn?")).kind is None


@given(st.text("yn?", min_size=5, max_size=5), st.sampled_from("yn"))
def test_a_known_kind_stays_whatever_the_open_answers_become(typed: str, answer: str) -> None:
    known = classify(answers(typed)).kind
    if known is not None:
        assert classify(answers(typed.replace("?", answer, 1))).kind is known


def at(gate: str, month: int, given_answers: Answers) -> GateAnswers:
    return GateAnswers(gate, date(2026, month, 1), given_answers)


def test_a_dx_project_that_became_it_raises_a_flag_with_the_answers_that_changed() -> None:
    (found,) = drift([at("3", 9, IT), at("1", 4, DX), at("2", 6, DX)])
    assert (found.gate, found.before, found.after) == ("3", Kind.DX, Kind.IT)
    assert (found.changed_questions, found.is_flag) == ((1, 3, 4), True)


def test_a_project_that_grew_into_dx_drifted_without_a_flag() -> None:
    (found,) = drift([at("1", 4, IT), at("2", 6, DX)])
    assert not found.is_flag


def test_drift_is_measured_from_the_start_at_every_gate() -> None:
    found = drift([at("1", 4, DX), at("2", 6, IT), at("3", 9, CLOUD)])
    assert [(each.gate, each.after) for each in found] == [("2", Kind.IT), ("3", Kind.CLOUD)]


def test_gates_whose_kind_is_open_are_passed_over_and_named() -> None:
    nothing = answers("?????")
    history = [at("1", 4, nothing), at("2", 6, DX), at("3", 9, DX)]
    assert drift(history) == ()
    assert drift([at("1", 4, nothing)]) == ()
    assert gates_unasked(history, ["1", "2", "4"]) == ("1", "4")


def test_a_gate_answered_twice_is_refused() -> None:
    with pytest.raises(ClassificationError, match="duplicate_gate: 1"):
        drift([at("1", 4, DX), at("1", 5, IT)])


@pytest.mark.parametrize(
    ("budget", "people", "days", "tier"),
    [
        (9_999_999, 4, 89, Tier.LIGHT),
        (10_000_000, 4, 89, Tier.STANDARD),
        (0, 5, 89, Tier.STANDARD),
        (0, 4, 90, Tier.STANDARD),
        (100_000_000, 1, 1, Tier.FULL),
        (0, 20, 1, Tier.FULL),
        (0, 1, 365, Tier.FULL),
    ],
)
def test_the_heaviest_measure_suggests_the_tier_from_its_limit_on(
    budget: int, people: int, days: int, tier: Tier
) -> None:
    result = suggest_tier(budget=Decimal(budget), currency="JPY", people=people, days=days)
    assert (result.tier, result.unknown, result.policy_version) == (tier, (), "default-1")


def test_unknown_measures_are_named_and_never_taken_for_small() -> None:
    result = suggest_tier(budget=None, currency="JPY", people=7, days=None)
    assert (result.tier, result.decided_by, result.unknown) == (Tier.STANDARD, ("people",), ("budget", "days"))
    nothing = suggest_tier(budget=None, currency="JPY", people=None, days=None)
    assert (nothing.tier, nothing.decided_by) == (None, ())


@given(st.integers(0, 10**9), st.integers(0, 100), st.integers(0, 2000), st.integers(0, 100))
def test_more_people_never_suggest_a_lighter_tier(budget: int, people: int, days: int, more: int) -> None:
    tiers = [
        suggest_tier(budget=Decimal(budget), currency="JPY", people=count, days=days).tier
        for count in (people, people + more)
    ]
    order = list(Tier)
    assert tiers[0] is not None
    assert tiers[1] is not None
    assert order.index(tiers[0]) <= order.index(tiers[1])


def test_a_budget_in_another_currency_or_below_zero_is_refused() -> None:
    with pytest.raises(ClassificationError, match="wrong_currency: EUR / JPY"):
        suggest_tier(budget=Decimal(1), currency="EUR", people=1, days=1)
    with pytest.raises(ClassificationError, match="negative: people"):
        suggest_tier(budget=None, currency="JPY", people=-1, days=1)


def test_reporting_is_too_much_when_it_takes_more_than_its_ceiling() -> None:
    """20 items of 24 minutes are 8 hours: 5 % of one person's 160, the ceiling itself."""
    within = reporting_burden(items_per_month=20, minutes_per_item=24, people=1)
    above = reporting_burden(items_per_month=21, minutes_per_item=24, people=1)
    assert (within.hours_per_month, within.share, within.exceeds) == (8.0, 0.05, False)
    assert above.exceeds is True
    assert reporting_burden(items_per_month=21, minutes_per_item=24, people=2).exceeds is False


def test_a_burden_on_nobody_is_undefined_and_a_negative_one_refused() -> None:
    result = reporting_burden(items_per_month=1, minutes_per_item=60, people=0)
    assert (result.hours_per_month, result.share, result.exceeds) == (1.0, None, None)
    with pytest.raises(ClassificationError, match="negative: items"):
        reporting_burden(items_per_month=-1, minutes_per_item=60, people=1)
