from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.domain.gates import (
    GATEWAY_REVIEWS,
    TRANSITIONS,
    Condition,
    Deliverable,
    GateError,
    GateEvent,
    Gatekeeper,
    GateOutcome,
    GatePosition,
    GateRecord,
    GateState,
    MustMeet,
    QuorumRule,
    Requirement,
    ShouldMeet,
    allowed_events,
    assess_gate,
    missing_requirements,
    move,
    running_days,
    tally,
)

FULL = GateRecord(
    reason="Value shown",
    quorate=True,
    plan_approved=True,
    resources_committed=True,
    next_gate_on=date(2026, 12, 1),
    review_on=date(2027, 1, 15),
    conditions=(Condition("Sign the lease", "Sato", date(2026, 11, 1)),),
    contracts_ended=True,
    lessons_recorded=True,
    assets_released=True,
    last_gate=2,
)
AT_GATE_2 = GatePosition(GateState.AT_GATE, stage=1)


def walk(*events: GateEvent) -> GatePosition:
    position = GatePosition()
    for event in events:
        position = move(position, event, FULL)
    return position


def test_a_project_goes_from_proposal_through_its_gates_to_completion() -> None:
    end = walk(*[GateEvent.SUBMIT, GateEvent.GO] * 2, GateEvent.COMPLETE)
    assert end == GatePosition(GateState.COMPLETED, stage=2)


def test_a_conditional_go_enters_the_next_stage_like_a_go() -> None:
    assert walk(GateEvent.SUBMIT, GateEvent.CONDITIONAL_GO) == walk(GateEvent.SUBMIT, GateEvent.GO)


def test_recycle_returns_to_the_same_stage_with_the_next_version() -> None:
    assert walk(GateEvent.SUBMIT, GateEvent.RECYCLE) == GatePosition(GateState.PROPOSED, 0, 2)
    again = walk(GateEvent.SUBMIT, GateEvent.GO, GateEvent.SUBMIT, GateEvent.RECYCLE)
    assert again == GatePosition(GateState.IN_STAGE, 1, 2)
    assert move(move(again, GateEvent.SUBMIT, FULL), GateEvent.GO, FULL) == GatePosition(GateState.IN_STAGE, 2, 1)


def test_hold_stops_the_clock_and_resuming_returns_to_the_same_gate() -> None:
    held = move(AT_GATE_2, GateEvent.HOLD, FULL)
    assert (held.state, held.gate, held.clock_running, held.funds_released) == (GateState.ON_HOLD, 2, False, False)
    assert move(held, GateEvent.RESUME, FULL) == AT_GATE_2


def test_a_killed_project_closes_its_contracts_before_it_rests_in_history() -> None:
    closing = move(AT_GATE_2, GateEvent.KILL, FULL)
    with pytest.raises(GateError) as refused:
        move(closing, GateEvent.CLOSE, GateRecord(lessons_recorded=True))
    assert refused.value.item == "contracts_ended, assets_released"
    killed = move(closing, GateEvent.CLOSE, FULL)
    assert (killed.state, allowed_events(killed)) == (GateState.KILLED, ())


def test_money_flows_only_after_an_approval() -> None:
    flows = [walk(), walk(GateEvent.SUBMIT), walk(GateEvent.SUBMIT, GateEvent.GO), AT_GATE_2]
    assert [position.funds_released for position in flows] == [False, False, True, True]
    assert not walk(GateEvent.SUBMIT, GateEvent.KILL).funds_released


@pytest.mark.parametrize(
    ("event", "needed"),
    [
        (GateEvent.GO, ["quorum", "approved_plan", "resources", "next_gate_date"]),
        (GateEvent.CONDITIONAL_GO, ["quorum", "approved_plan", "resources", "next_gate_date", "dated_conditions"]),
        (GateEvent.HOLD, ["quorum", "reason", "review_date"]),
        (GateEvent.RECYCLE, ["quorum", "reason"]),
        (GateEvent.KILL, ["quorum", "reason"]),
    ],
)
def test_a_decision_takes_effect_only_with_its_record(event: GateEvent, needed: list[str]) -> None:
    assert missing_requirements(AT_GATE_2, event, GateRecord(reason="  ")) == tuple(needed)
    assert missing_requirements(AT_GATE_2, event, FULL) == ()
    with pytest.raises(GateError, match="requirement_missing: quorum"):
        move(AT_GATE_2, event, GateRecord())


def test_a_condition_without_owner_or_date_binds_nobody() -> None:
    for condition in (Condition("x", None, date(2026, 1, 1)), Condition("x", "Sato", None)):
        record = GateRecord(conditions=(condition,))
        assert Requirement.DATED_CONDITIONS in missing_requirements(AT_GATE_2, GateEvent.CONDITIONAL_GO, record)


def test_completion_waits_for_the_last_gate() -> None:
    with pytest.raises(GateError, match="last_gate_passed"):
        move(GatePosition(GateState.IN_STAGE, stage=1), GateEvent.COMPLETE, FULL)


def test_every_move_outside_the_table_is_refused() -> None:
    for state in GateState:
        for event in GateEvent:
            if (state, event) not in TRANSITIONS:
                with pytest.raises(GateError, match=f"no_such_move: {state} / {event}"):
                    move(GatePosition(state, stage=1), event, FULL)


def test_every_state_can_be_reached_and_every_outcome_is_an_event_at_a_gate() -> None:
    reached = {GateState.PROPOSED} | {each.target for each in TRANSITIONS.values() if each.target}
    assert reached == set(GateState)
    assert {event.value for event in allowed_events(AT_GATE_2)} == {outcome.value for outcome in GateOutcome}


@given(st.lists(st.sampled_from(GateEvent), max_size=12))
def test_no_walk_releases_money_without_a_go(events: list[GateEvent]) -> None:
    position, approved = GatePosition(), False
    for event in events:
        if event in allowed_events(position) and not missing_requirements(position, event, FULL):
            position = move(position, event, FULL)
            approved = approved or event in (GateEvent.GO, GateEvent.CONDITIONAL_GO)
        assert position.version >= 1
        assert approved or not position.funds_released


def test_the_clock_counts_days_but_those_on_hold() -> None:
    held = GatePosition(GateState.ON_HOLD)
    history = [(date(2026, 4, 1), GatePosition()), (date(2026, 4, 11), held), (date(2026, 4, 21), AT_GATE_2)]
    assert running_days(history, date(2026, 4, 6)) == 5
    assert running_days(history, date(2026, 4, 15)) == 10
    assert running_days(history, date(2026, 5, 1)) == 20
    assert running_days([], date(2026, 5, 1)) is None
    same_day = [(date(2026, 4, 1), GatePosition()), (date(2026, 4, 1), AT_GATE_2)]
    assert running_days(same_day, date(2026, 4, 2)) == 1
    with pytest.raises(GateError, match="out_of_order: 2026-04-11"):
        running_days(list(reversed(history)), date(2026, 5, 1))


def score(*points: int | None) -> list[ShouldMeet]:
    return [ShouldMeet(f"s{place}", point) for place, point in enumerate(points)]


YES = [MustMeet("legal", met=True)]


def test_one_failed_must_meet_knocks_out_whatever_the_score() -> None:
    result = assess_gate([*YES, MustMeet("strategy", met=False)], score(10, 10))
    assert result.knocked_out_by == ("strategy",)
    assert result.suggested is GateOutcome.KILL
    assert GateOutcome.GO not in result.permitted
    assert GateOutcome.CONDITIONAL_GO not in result.permitted


@pytest.mark.parametrize(
    ("points", "suggested", "go", "conditional"),
    [
        (6, GateOutcome.GO, True, True),
        (5, GateOutcome.CONDITIONAL_GO, False, True),
        (4, GateOutcome.RECYCLE, False, False),
    ],
)
def test_a_score_on_a_limit_belongs_to_the_better_class(
    points: int, suggested: GateOutcome, *, go: bool, conditional: bool
) -> None:
    result = assess_gate(YES, score(points, points))
    assert result.suggested is suggested
    assert (GateOutcome.GO in result.permitted, GateOutcome.CONDITIONAL_GO in result.permitted) == (go, conditional)
    assert result.score == points / 10


def test_weights_and_scales_of_the_criteria_count() -> None:
    criteria = [ShouldMeet("a", 5, weight=3, highest=5), ShouldMeet("b", 0, weight=Decimal(1))]
    assert assess_gate([], criteria).score == 0.75


def test_what_is_open_bars_every_go_and_is_named() -> None:
    result = assess_gate([MustMeet("legal", met=None)], score(9, None), [Deliverable("plan", delivered=False)])
    assert result.open_items == ("legal", "s1", "plan")
    assert result.score is None
    assert result.suggested is GateOutcome.RECYCLE
    assert GateOutcome.GO not in result.permitted


def test_an_optional_deliverable_bars_nothing_and_no_score_is_no_hindrance() -> None:
    result = assess_gate(YES, [], [Deliverable("video", delivered=False, mandatory=False)])
    assert (result.suggested, result.score, result.policy_version) == (GateOutcome.GO, None, "default-1")


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ([ShouldMeet("a", 11)], "off_scale: a"),
        ([ShouldMeet("a", 0, highest=0)], "off_scale: a"),
        ([ShouldMeet("a", 1, weight=0)], "weight_not_positive: a"),
        ([ShouldMeet("legal", 1)], "duplicate_item: legal"),
    ],
)
def test_criteria_that_cannot_be_judged_are_refused(criteria: list[ShouldMeet], code: str) -> None:
    with pytest.raises(GateError, match=code):
        assess_gate(YES, criteria)


def keeper(name: str, vote: GateOutcome | None, role: str = "member", *, present: bool = True) -> Gatekeeper:
    return Gatekeeper(name, role, present, vote)


GO, HOLD = GateOutcome.GO, GateOutcome.HOLD


def test_more_than_half_of_the_votes_decide_and_dissent_is_named() -> None:
    result = tally([keeper("a", GO), keeper("b", GO), keeper("c", HOLD), keeper("d", None)], QuorumRule())
    assert (result.outcome, result.dissent, result.abstained) == (GO, ("c",), ("d",))
    assert dict(result.votes) == {GO: 2, HOLD: 1}
    assert result.quorate


def test_a_split_board_has_decided_nothing() -> None:
    result = tally([keeper("a", GO), keeper("b", HOLD)], QuorumRule())
    assert (result.outcome, result.dissent) == (None, ())


def test_without_quorum_no_vote_counts() -> None:
    board = [keeper("a", GO), keeper("b", None, present=False), keeper("c", None, present=False)]
    result = tally(board, QuorumRule())
    assert (result.present, result.needed, result.quorate, result.outcome) == (1, 2, False, None)
    assert tally(board, QuorumRule(share=Decimal(0))).outcome is GO
    assert tally(board, QuorumRule(minimum=4, share=Decimal(0))).needed == 4


def test_a_required_role_must_be_in_the_room() -> None:
    rule = QuorumRule(roles=("finance",))
    assert tally([keeper("a", GO)], rule).missing_roles == ("finance",)
    assert tally([keeper("a", GO)], rule).outcome is None
    assert tally([keeper("a", GO, "finance")], rule).outcome is GO


def test_who_asks_for_the_decision_neither_votes_nor_counts() -> None:
    asking = Gatekeeper("boss", "member", present=True, recused=True)
    result = tally([asking, keeper("a", GO), keeper("b", None, present=False)], QuorumRule())
    assert (result.present, result.needed, result.outcome, result.quorate) == (1, 1, GO, True)


@pytest.mark.parametrize(
    ("board", "code"),
    [
        ([Gatekeeper("a", "m", present=True, vote=GO, recused=True)], "vote_of_recused: a"),
        ([Gatekeeper("a", "m", present=False, vote=GO)], "vote_of_absent: a"),
        ([keeper("a", GO), keeper("a", GO)], "duplicate_gatekeeper: a"),
    ],
)
def test_a_vote_that_may_not_be_is_refused(board: list[Gatekeeper], code: str) -> None:
    with pytest.raises(GateError, match=code):
        tally(board, QuorumRule())


def test_the_gateway_reviews_run_from_0_to_5_and_only_the_first_repeats() -> None:
    """Office of Government Commerce, Gateway process: 0 strategic assessment to 5 operations review."""
    assert [(each.number, each.repeatable) for each in GATEWAY_REVIEWS] == [
        (number, number == 0) for number in range(6)
    ]
