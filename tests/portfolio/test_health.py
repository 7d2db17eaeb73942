from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.evidence_codes import EvidenceCode
from portfolio.domain.health import (
    DEFAULT_POLICY,
    Dimension,
    Evidence,
    HealthPolicy,
    Level,
    Limit,
    PolicyError,
    RowReference,
    Tier,
    assess,
)

DAY = date(2026, 4, 1)
SEVERITY = [Level.GREEN, Level.AMBER, Level.RED]


def fact(code: str, number: str, value: str | None, dimension: Dimension, observed_on: date = DAY) -> Evidence:
    """Build one piece of evidence of project P-0012."""
    numbers = {number: None if value is None else Decimal(value)}
    return Evidence(dimension, code, numbers, observed_on, (RowReference("projects.task", "7"),))


def cpi(value: str | None, observed_on: date = DAY) -> Evidence:
    return fact("cpi", "cpi", value, Dimension.COST, observed_on)


def spi(value: str | None, observed_on: date = DAY) -> Evidence:
    return fact("spi", "spi", value, Dimension.SCHEDULE, observed_on)


def slip(value: str | None, observed_on: date = DAY) -> Evidence:
    return fact("finish_slip", "slip_ratio", value, Dimension.SCHEDULE, observed_on)


@pytest.mark.parametrize(
    ("value", "level"),
    [("1.2", "green"), ("0.95", "green"), ("0.9499", "amber"), ("0.85", "amber"), ("0.8499", "red"), (None, "grey")],
)
def test_an_index_on_the_limit_belongs_to_the_better_level(value: str | None, level: str) -> None:
    assert assess([cpi(value)], DEFAULT_POLICY).dimensions[Dimension.COST].level == level


@pytest.mark.parametrize(
    ("value", "level"),
    [("-0.3", "green"), ("0.05", "green"), ("0.0501", "amber"), ("0.15", "amber"), ("0.1501", "red"), (None, "grey")],
)
@pytest.mark.parametrize(
    ("code", "number", "dimension"),
    [("finish_slip", "slip_ratio", Dimension.SCHEDULE), ("budget_growth", "growth_ratio", Dimension.COST)],
)
def test_slip_and_growth_on_the_limit_belong_to_the_better_level(
    value: str | None, level: str, code: str, number: str, dimension: Dimension
) -> None:
    assert assess([fact(code, number, value, dimension)], DEFAULT_POLICY).dimensions[dimension].level == level


def test_the_default_policy_judges_every_code_but_the_finish() -> None:
    assert DEFAULT_POLICY.name == "default-1"
    assert set(DEFAULT_POLICY.limits) == {code.value for code in EvidenceCode} - {"finished"}
    assert all(type(code) is str for code in DEFAULT_POLICY.limits)


def test_no_evidence_is_grey_everywhere() -> None:
    nothing = assess([], DEFAULT_POLICY)
    assert nothing.overall is Level.GREY
    assert {health.level for health in nothing.dimensions.values()} == {Level.GREY}
    assert set(nothing.dimensions) == set(Dimension)
    assert nothing.data_share == 0
    assert nothing.as_of is None


def test_the_overall_level_is_the_worst_known_one() -> None:
    assert assess([cpi("1"), spi("0.9")], DEFAULT_POLICY).overall is Level.AMBER
    assert assess([cpi("0.5"), spi("0.9")], DEFAULT_POLICY).overall is Level.RED
    assert assess([cpi("1"), spi("1")], DEFAULT_POLICY).overall is Level.GREEN


def test_a_known_red_is_never_hidden_by_missing_data() -> None:
    assert assess([cpi("0.5")], DEFAULT_POLICY, tier=Tier.FULL).overall is Level.RED


def test_too_little_data_makes_grey_of_what_would_be_green() -> None:
    one_of_five = assess([cpi("1")], DEFAULT_POLICY)
    assert one_of_five.dimensions[Dimension.COST].level is Level.GREEN
    assert (one_of_five.overall, one_of_five.data_share) == (Level.GREY, Decimal("0.2"))
    two_of_ten = assess([cpi("1"), spi("1")], DEFAULT_POLICY, tier=Tier.FULL)
    assert (two_of_ten.overall, two_of_ten.data_share) == (Level.GREY, Decimal("0.2"))


def test_a_share_on_the_limit_is_enough() -> None:
    exactly = assess([cpi("1"), spi("1")], DEFAULT_POLICY)
    assert (exactly.overall, exactly.data_share) == (Level.GREEN, Decimal("0.4"))
    stricter = replace(DEFAULT_POLICY, minimum_share=Decimal("0.41"))
    assert assess([cpi("1"), spi("1")], stricter).overall is Level.GREY


def test_weights_shape_the_share_of_data() -> None:
    heavy = replace(DEFAULT_POLICY, weights={Dimension.COST: 4})
    assert assess([cpi("1")], heavy).data_share == Decimal("0.5")
    assert assess([cpi("1")], heavy).overall is Level.GREEN


def test_a_light_project_is_not_judged_on_what_its_tier_does_not_ask_for() -> None:
    risk = fact("extreme_risks_unanswered", "risk_count", "5", Dimension.RISK)
    light = assess([cpi("1"), spi("1"), risk], DEFAULT_POLICY, tier=Tier.LIGHT)
    assert light.overall is Level.GREEN
    assert light.dimensions[Dimension.RISK].level is Level.RED
    assert not light.dimensions[Dimension.RISK].counts
    assert all(reason.dimension is not Dimension.RISK for reason in light.reasons)
    assert assess([cpi("1"), spi("1"), risk], DEFAULT_POLICY).overall is Level.RED


def test_finished_work_is_blue_and_keeps_its_reasons() -> None:
    done = fact("finished", "finished", None, Dimension.SCHEDULE, DAY - timedelta(days=900))
    health = assess([done, cpi("0.5")], DEFAULT_POLICY, as_of=DAY)
    assert health.overall is Level.BLUE
    assert health.dimensions[Dimension.COST].level is Level.BLUE
    assert health.dimensions[Dimension.COST].reasons[0].level is Level.RED
    assert health.dimensions[Dimension.SCHEDULE].reasons[0].level is Level.BLUE
    assert health.dimensions[Dimension.RISK].level is Level.GREY


def test_evidence_is_judged_to_the_last_day_that_the_policy_allows() -> None:
    assert assess([cpi("1", DAY - timedelta(days=45))], DEFAULT_POLICY, as_of=DAY).dimensions[Dimension.COST].level is (
        Level.GREEN
    )
    stale = assess([cpi("1", DAY - timedelta(days=46))], DEFAULT_POLICY, as_of=DAY).dimensions[Dimension.COST]
    assert (stale.level, stale.data_age_days, stale.as_of) == (Level.GREY, 46, DAY - timedelta(days=46))
    assert stale.reasons[0].is_stale
    assert stale.reasons[0].last_level is Level.GREEN


def test_a_red_that_grows_too_old_never_turns_green() -> None:
    old = DAY - timedelta(days=60)
    silent = assess(
        [slip("0.9", old), cpi("1"), spi("1"), fact("report_age", "cadence_ratio", "1", Dimension.REPORTING)],
        DEFAULT_POLICY,
        as_of=DAY,
    )
    assert silent.dimensions[Dimension.SCHEDULE].level is Level.GREY
    assert silent.overall is Level.GREY
    warned = assess([slip("0.9", old), cpi("0.9"), spi("1")], DEFAULT_POLICY, as_of=DAY)
    assert warned.overall is Level.AMBER


def test_the_age_of_a_light_is_that_of_its_oldest_fact() -> None:
    facts = [cpi("1", DAY - timedelta(days=30)), fact("budget_growth", "growth_ratio", "0", Dimension.COST)]
    cost = assess(facts, DEFAULT_POLICY, as_of=DAY).dimensions[Dimension.COST]
    assert (cost.as_of, cost.data_age_days) == (DAY - timedelta(days=30), 30)


def test_evidence_of_the_day_itself_or_later_has_no_age() -> None:
    later = cpi("1", DAY + timedelta(days=3))
    assert assess([cpi("1")], DEFAULT_POLICY, as_of=DAY).dimensions[Dimension.COST].data_age_days == 0
    assert assess([later], DEFAULT_POLICY, as_of=DAY).dimensions[Dimension.COST].data_age_days == 0


def test_without_a_day_the_newest_evidence_gives_it() -> None:
    health = assess([cpi("1", DAY - timedelta(days=46)), spi("1")], DEFAULT_POLICY)
    assert health.as_of == DAY
    assert health.dimensions[Dimension.COST].level is Level.GREY


def test_every_reason_tells_the_numbers_the_limit_and_the_rows() -> None:
    reason = assess([slip("0.2")], DEFAULT_POLICY).dimensions[Dimension.SCHEDULE].reasons[0]
    assert reason.code == "finish_slip"
    assert reason.numbers == {"slip_ratio": Decimal("0.2")}
    assert reason.limit == Limit("slip_ratio", Decimal("0.05"), Decimal("0.15"))
    assert reason.rows == (RowReference("projects.task", "7"),)


def test_reasons_stand_worst_first() -> None:
    health = assess([spi("1"), cpi("0.9"), slip("0.9")], DEFAULT_POLICY)
    assert [reason.level for reason in health.reasons] == [Level.RED, Level.AMBER, Level.GREEN]


def test_a_code_without_a_limit_is_told_but_not_judged() -> None:
    health = assess([fact("moon_phase", "phase", "9", Dimension.COST)], DEFAULT_POLICY)
    assert health.dimensions[Dimension.COST].level is Level.GREY
    assert health.dimensions[Dimension.COST].reasons[0].limit is None


def test_the_assessment_names_its_policy() -> None:
    newer = replace(DEFAULT_POLICY, name="ministry", version=7)
    assert (assess([], newer).policy, assess([], newer).policy_version) == ("ministry", 7)


def test_a_policy_reads_back_from_json_as_it_was() -> None:
    weighted = replace(DEFAULT_POLICY, weights={Dimension.COST: 3})
    for policy in (DEFAULT_POLICY, weighted):
        assert HealthPolicy.from_json(json.loads(json.dumps(policy.as_json()))) == policy


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"minimum_share": Decimal("1.1")}, "share_out_of_range"),
        ({"tiers": {Tier.LIGHT: frozenset({Dimension.COST})}}, "tier_without_dimensions"),
        ({"weights": {Dimension.COST: 0}}, "weight_not_positive"),
        ({"stale_after_days": {Dimension.COST: -1}}, "negative_age"),
        ({"limits": {"cpi": Limit("cpi", Decimal(1), Decimal(2), higher_is_better=True)}}, "limits_out_of_order"),
        ({"limits": {"slip": Limit("slip", Decimal(2), Decimal(1))}}, "limits_out_of_order"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(PolicyError) as refused:
        replace(DEFAULT_POLICY, **change)  # type: ignore[arg-type]  # the table holds fields of several types
    assert refused.value.code == code


VALUES = st.decimals(min_value=0, max_value=3, places=3)
FACTS = st.lists(
    st.sampled_from([(name, code) for name in Dimension for code in EvidenceCode]).flatmap(
        lambda pair: st.builds(
            lambda value, age: (pair[0], pair[1].value, value, age), st.none() | VALUES, st.integers(0, 90)
        )
    ),
    max_size=12,
)


def built(facts: list[tuple[Dimension, str, Decimal | None, int]]) -> list[Evidence]:
    found = []
    for dimension, code, value, age in facts:
        limit = DEFAULT_POLICY.limits.get(code)
        numbers = {limit.number: value} if limit else {}
        found.append(Evidence(dimension, code, numbers, DAY - timedelta(days=age)))
    return found


@given(FACTS.filter(bool), st.data(), st.sampled_from(Tier))
def test_levels_never_improve_when_evidence_worsens(
    facts: list[tuple[Dimension, str, Decimal | None, int]], data: st.DataObject, tier: Tier
) -> None:
    before = built(facts)
    place = data.draw(st.integers(0, len(before) - 1))
    limit = DEFAULT_POLICY.limits.get(before[place].code)
    if limit is None or before[place].numbers[limit.number] is None:
        return
    change = data.draw(VALUES)
    value = before[place].numbers[limit.number] or Decimal(0)
    worse = value - change if limit.higher_is_better else value + change
    after = [*before]
    after[place] = before[place]._replace(numbers={limit.number: worse})
    first = assess(before, DEFAULT_POLICY, tier=tier, as_of=DAY)
    second = assess(after, DEFAULT_POLICY, tier=tier, as_of=DAY)
    pairs = [(first.dimensions[name].level, second.dimensions[name].level) for name in Dimension]
    for old, new in [*pairs, (first.overall, second.overall)]:
        assert not is_better(new, old)


@given(FACTS, st.sampled_from(Tier), st.integers(0, 200))
def test_silence_never_makes_a_project_green(
    facts: list[tuple[Dimension, str, Decimal | None, int]], tier: Tier, days: int
) -> None:
    today = assess(built(facts), DEFAULT_POLICY, tier=tier, as_of=DAY).overall
    later = assess(built(facts), DEFAULT_POLICY, tier=tier, as_of=DAY + timedelta(days=days)).overall
    assert later is not Level.GREEN or today is Level.GREEN


@given(FACTS, st.sampled_from(Tier))
def test_the_order_of_evidence_does_not_matter(
    facts: list[tuple[Dimension, str, Decimal | None, int]], tier: Tier
) -> None:
    forth = assess(built(facts), DEFAULT_POLICY, tier=tier, as_of=DAY)
    back = assess(built(facts)[::-1], DEFAULT_POLICY, tier=tier, as_of=DAY)
    assert forth.overall is back.overall
    assert {name: health.level for name, health in forth.dimensions.items()} == {
        name: health.level for name, health in back.dimensions.items()
    }


def is_better(new: Level, old: Level) -> bool:
    """Tell whether a level moved towards green; grey next to green is no improvement, nor is it for a warning."""
    if new is Level.GREEN:
        return old is not Level.GREEN
    return new in SEVERITY and old in SEVERITY and SEVERITY.index(new) < SEVERITY.index(old)
