from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from support_office.domain.report import (
    Deed,
    ReportChange,
    ReportFacts,
    ReportState,
    after,
    differences,
    is_kinder,
    planned_share,
    starting_declared,
    starting_level,
    submission_problems,
)


def test_a_report_goes_from_draft_over_submitted_to_accepted() -> None:
    state: ReportState | None = ReportState.DRAFT
    for deed in (Deed.REVISE, Deed.SUBMIT, Deed.ACCEPT):
        assert state is not None
        state = after(state, deed)
    assert state is ReportState.ACCEPTED


def test_a_returned_report_becomes_a_draft_again() -> None:
    assert after(ReportState.SUBMITTED, Deed.RETURN) is ReportState.RETURNED
    assert after(ReportState.RETURNED, Deed.REVISE) is ReportState.DRAFT


@pytest.mark.parametrize("deed", Deed)
def test_accepted_is_the_end(deed: Deed) -> None:
    assert after(ReportState.ACCEPTED, deed) is None


def test_a_draft_is_neither_accepted_nor_returned() -> None:
    assert after(ReportState.DRAFT, Deed.ACCEPT) is None
    assert after(ReportState.DRAFT, Deed.RETURN) is None


def test_a_report_is_submitted_with_its_summary_and_its_level() -> None:
    found = submission_problems(ReportFacts(" ", "", "", None))
    assert [(each.field, each.code) for each in found] == [
        ("summary", "needed_to_submit"),
        ("overall", "needed_to_submit"),
    ]


def test_an_ask_names_the_day_by_which_it_asks() -> None:
    asked = list(submission_problems(ReportFacts("x", "red", "money", None)))
    assert [(each.field, each.code) for each in asked] == [("ask_due_on", "ask_without_day")]
    assert not list(submission_problems(ReportFacts("x", "red", "money", date(2026, 12, 1))))


@pytest.mark.parametrize(
    ("last", "computed", "start"),
    [
        ("green", "red", "red"),
        ("red", "green", "red"),
        ("", "amber", "amber"),
        ("amber", None, "amber"),
        ("", "grey", ""),
    ],
)
def test_a_new_report_never_starts_kinder_than_the_evidence(last: str, computed: str | None, start: str) -> None:
    assert starting_level(last, computed) == start


def test_comments_are_taken_over_with_their_levels() -> None:
    last = {"schedule": {"level": "green", "comment": "as planned"}}
    assert starting_declared(last, {"schedule": "amber", "cost": "red"}) == {
        "schedule": {"level": "amber", "comment": "as planned"},
        "cost": {"level": "red", "comment": ""},
    }


def test_a_declaration_better_than_the_evidence_is_found() -> None:
    assert is_kinder("green", "red")
    assert not is_kinder("red", "green")
    assert not is_kinder("green", "grey")
    assert not is_kinder("", "red")


def test_planned_progress_follows_the_days_of_the_baseline() -> None:
    start, finish = date(2026, 1, 1), date(2026, 1, 10)
    assert planned_share(start, finish, as_of=date(2026, 1, 5)) == Decimal("0.5")
    assert planned_share(start, finish, as_of=date(2025, 1, 1)) == 0
    assert planned_share(start, finish, as_of=date(2027, 1, 1)) == 1
    assert planned_share(None, finish, as_of=date(2027, 1, 1)) is None


def test_only_what_both_reports_know_and_what_differs_is_a_change() -> None:
    before = {"progress": {"percent_complete": "48", "slip_days": 3}, "cost": {"actual_cost_amount": "5"}}
    now = {"progress": {"percent_complete": "53", "slip_days": 3}}
    levels = {"schedule": {"level": "green", "comment": ""}}, {"schedule": {"level": "red", "comment": ""}}
    assert differences(before, now, declared_before=levels[0], declared_now=levels[1]) == [
        ReportChange("progress.percent_complete", "48", "53"),
        ReportChange("declared.schedule", "green", "red"),
    ]
