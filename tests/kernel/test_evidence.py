from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.evidence import Dimension, Evidence, Level, Limit, Reason, RowReference

DECIMALS = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
KEYS = st.uuids() | st.text(max_size=20)
ROWS = st.lists(st.builds(RowReference, kind=st.text(max_size=10), id=KEYS), max_size=3).map(tuple)
NUMBERS = st.dictionaries(st.text(max_size=10), DECIMALS, max_size=4)
TEXTS = st.none() | st.text(max_size=10)
LIMITS = st.builds(
    Limit,
    number=st.text(max_size=10),
    green=st.decimals(allow_nan=False, allow_infinity=False),
    amber=DECIMALS,
    higher_is_better=st.booleans(),
)

DAY = date(2026, 4, 1)
INDEX = Limit("cpi", Decimal("0.95"), Decimal("0.85"), higher_is_better=True)
SLIP = Limit("slip_ratio", Decimal("0.05"), Decimal("0.15"))


@given(
    st.builds(
        Evidence,
        dimension=st.sampled_from(Dimension),
        code=st.text(max_size=10),
        numbers=NUMBERS,
        observed_on=st.dates(),
        rows=ROWS,
        basis=TEXTS,
        currency=TEXTS,
    )
)
def test_evidence_reads_back_from_json_as_it_was(evidence: Evidence) -> None:
    assert Evidence.from_json(json.loads(json.dumps(evidence.as_json()))) == evidence


@given(
    st.builds(
        Reason,
        dimension=st.sampled_from(Dimension),
        code=st.text(max_size=10),
        level=st.sampled_from(Level),
        numbers=NUMBERS,
        observed_on=st.dates(),
        limit=st.none() | LIMITS,
        rows=ROWS,
        basis=TEXTS,
        currency=TEXTS,
        is_stale=st.booleans(),
        last_level=st.none() | st.sampled_from(Level),
    )
)
def test_a_reason_reads_back_from_json_as_it_was(reason: Reason) -> None:
    assert Reason.from_json(json.loads(json.dumps(reason.as_json()))) == reason
    assert Reason.from_json(json.loads(json.dumps(reason.as_stored()))) == reason


def test_a_key_in_the_form_of_a_uuid_comes_back_as_a_uuid() -> None:
    key = UUID("018f3c1e-7b2a-7c3d-8e4f-5a6b7c8d9e0f")
    assert RowReference.from_json(["projects.project", str(key)]).id == key
    assert RowReference.from_json(["projects.project", str(key).upper()]).id == str(key).upper()


def test_a_value_on_a_limit_belongs_to_the_better_level() -> None:
    assert [INDEX.level(Decimal(value)) for value in ("0.95", "0.9499", "0.85", "0.8499")] == [
        Level.GREEN,
        Level.AMBER,
        Level.AMBER,
        Level.RED,
    ]
    assert [SLIP.level(Decimal(value)) for value in ("-1", "0.05", "0.0501", "0.15", "0.1501")] == [
        Level.GREEN,
        Level.GREEN,
        Level.AMBER,
        Level.AMBER,
        Level.RED,
    ]


def test_an_undefined_number_is_grey_never_green() -> None:
    assert INDEX.level(None) is Level.GREY
    assert SLIP.level(Decimal("NaN")) is Level.GREY


def test_a_limit_without_amber_bound_never_makes_red() -> None:
    assert Limit("missing_count", Decimal(0), None).level(Decimal(9)) is Level.AMBER


def test_the_worst_level_is_the_worst_known_one() -> None:
    assert Level.worst([Level.GREY, Level.GREEN, Level.AMBER]) is Level.AMBER
    assert Level.worst([Level.RED, Level.GREY]) is Level.RED
    assert Level.worst([Level.BLUE, Level.GREEN]) is Level.GREEN
    assert Level.worst([Level.GREY, Level.BLUE]) is Level.BLUE
    assert Level.worst([]) is Level.GREY


def test_a_reason_without_money_has_no_amounts_left() -> None:
    reason = Reason(
        Dimension.COST,
        "budget_growth",
        Level.RED,
        {"growth_ratio": Decimal("0.2"), "latest_budget_amount": Decimal(120)},
        date(2026, 4, 1),
        limit=Limit("growth_ratio", Decimal("0.05"), Decimal("0.15")),
        currency="JPY",
    )
    shown = reason.without_money()
    assert shown.numbers == {"growth_ratio": Decimal("0.2")}
    assert shown.currency is None
    assert shown.limit == reason.limit


def test_a_quotient_of_amounts_is_too_coarse_to_tell_them() -> None:
    growth = Decimal(254) / Decimal(1850)
    reason = Reason(Dimension.COST, "budget_growth", Level.AMBER, {"growth_ratio": growth}, DAY, currency="JPY")
    slip = Reason(Dimension.SCHEDULE, "finish_slip", Level.AMBER, {"slip_ratio": growth}, DAY)
    assert reason.without_money().numbers == {"growth_ratio": Decimal("0.137")}
    assert slip.without_money().numbers == {"slip_ratio": growth}


def test_a_plain_number_is_judged_as_the_decimal_that_it_prints() -> None:
    # 0.95 in binary lies a little below the limit of 0.95, and would lose its green.
    assert [INDEX.level(value) for value in (0.95, 1, 0.85, 0.84)] == [
        Level.GREEN,
        Level.GREEN,
        Level.AMBER,
        Level.RED,
    ]
    assert [INDEX.level(value) for value in (float("nan"), float("inf"), Decimal("NaN"))] == [Level.GREY] * 3
    assert SLIP.level(0.05) is Level.GREEN
