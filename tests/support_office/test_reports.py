"""Status reports from the draft to acceptance, as services and as pages."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction
from django.test import Client

from pmo_site.accounts.models import Person
from pmo_site.audit.history import history_of
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel.conflicts import RuleError, StaleError
from portfolio.services.health import health_compute_project
from projects.models import Project
from support_office.domain.report import ReportState
from support_office.models import StatusReport
from support_office.selectors.reports import report_list, shown_figures
from support_office.selectors.schedules import organization_clock
from support_office.services.report import (
    report_accept,
    report_create,
    report_return,
    report_revise,
    report_submit,
)
from tests.projects.cast import Cast

WORDS: dict[str, Any] = {
    "summary": "Testing reached 62 %.",
    "achievements": "Environment ready.",
    "next_steps": "Resume procurement.",
    "overall": "amber",
    "declared": {"schedule": {"level": "red", "comment": "five weeks late"}},
    "ask_text": "",
    "ask_recommendation": "",
    "ask_due_on": None,
    "ask_answered": False,
}


def draft(cast: Cast, key: str = "pm") -> StatusReport:
    with cast.acting(key) as actor:
        return report_create(actor=actor, project=cast.project(), values=WORDS)


def submitted(cast: Cast) -> StatusReport:
    report = draft(cast)
    with cast.acting("pm") as actor:
        return report_submit(actor=actor, report=report, version=report.version)


def accepted(cast: Cast) -> StatusReport:
    report = submitted(cast)
    with cast.acting("pmo-expert") as actor:
        return report_accept(actor=actor, report=report, version=report.version)


def stored(cast: Cast, report: StatusReport) -> StatusReport:
    with cast.acting("pmo-manager"):
        return StatusReport.objects.get(pk=report.pk)


def test_a_report_gets_the_projects_next_number_and_the_period_that_is_owed(cast: Cast) -> None:
    with cast.acting("pm"):
        last = StatusReport.objects.filter(project=cast.project()).order_by("-period_to")[0]
    report = draft(cast)
    assert report.number == last.number + 1
    assert report.period_from == last.period_to + timedelta(days=1)
    assert report.period_to >= report.period_from


def test_two_reports_for_one_period_are_refused_and_the_number_is_given_back(cast: Cast) -> None:
    first = draft(cast)
    with cast.acting("lead") as actor, pytest.raises(RuleError, match="already_reported"):
        report_create(actor=actor, project=cast.project(), values=WORDS)
    with cast.acting("pm"):
        assert StatusReport.objects.filter(project=cast.project(), number__gt=first.number).count() == 0


def test_support_prepares_a_draft_on_behalf_of_the_manager_and_history_names_both(cast: Cast) -> None:
    report = draft(cast, "pso")
    with cast.acting("pso") as actor:
        manager = Person.objects.get(email="pm@hokuto.example")
        assert (report.prepared_by_id, report.on_behalf_of_id) == (actor.person_id, manager.pk)
        newest = history_of(report)[0]
        assert (newest.context["user"], newest.context["on_behalf_of"]) == (str(actor.user_id), str(manager.pk))


def test_support_and_leads_prepare_but_only_the_manager_and_the_assistant_submit(cast: Cast) -> None:
    report = draft(cast, "pso")
    for key in ("pso", "lead", "pmo-manager", "pmo-expert"):
        with cast.acting(key) as actor, pytest.raises(PermissionDenied):
            report_submit(actor=actor, report=report, version=report.version)
    assert stored(cast, report).state == ReportState.DRAFT
    with cast.acting("assistant") as actor:
        assert report_submit(actor=actor, report=report, version=1).state == ReportState.SUBMITTED


@pytest.mark.parametrize("key", ["stakeholder", "member", "sponsor", "auditor", "executive", "none", "pm-other"])
def test_whoever_only_reads_writes_no_report(cast: Cast, key: str) -> None:
    with cast.acting(key) as actor, pytest.raises(PermissionDenied):
        report_create(actor=actor, project=cast.project(), values=WORDS)
    with cast.acting("pm"):
        assert StatusReport.objects.filter(project=cast.project(), state=ReportState.DRAFT).count() == 0


def test_a_report_without_summary_or_level_stays_a_draft(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        empty = report_create(actor=actor, project=cast.project(), values={**WORDS, "summary": " ", "overall": ""})
        with pytest.raises(RuleError) as refused:
            report_submit(actor=actor, report=empty, version=1)
        assert {each.field for each in refused.value.problems} == {"summary", "overall"}
    assert (stored(cast, empty).state, stored(cast, empty).version) == (ReportState.DRAFT, 1)


def test_what_cannot_be_submitted_at_once_is_not_stored_either(cast: Cast) -> None:
    with cast.acting("pm") as actor, pytest.raises(RuleError):
        report_create(actor=actor, project=cast.project(), values={**WORDS, "overall": ""}, submit=True)
    with cast.acting("pm"):
        assert not StatusReport.objects.filter(project=cast.project(), state=ReportState.DRAFT).exists()


def test_nobody_accepts_their_own_report(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        report = report_create(actor=actor, project=cast.project(), values=WORDS)
    with cast.acting("pm") as actor:
        report = report_submit(actor=actor, report=report, version=report.version)
    with cast.acting("pmo-manager") as actor, pytest.raises(RuleError, match="own_report"):
        report_accept(actor=actor, report=report, version=report.version)
    assert stored(cast, report).state == ReportState.SUBMITTED
    with cast.acting("pmo-expert") as actor:
        assert report_accept(actor=actor, report=report, version=report.version).state == ReportState.ACCEPTED


def test_only_pmo_manager_and_expert_accept(cast: Cast) -> None:
    report = submitted(cast)
    for key in ("pm", "assistant", "pso", "pmo-administrator", "executive", "auditor", "sponsor"):
        with cast.acting(key) as actor, pytest.raises(PermissionDenied):
            report_accept(actor=actor, report=report, version=report.version)
    assert stored(cast, report).state == ReportState.SUBMITTED


def test_a_returned_report_says_why_and_comes_back_as_a_draft(cast: Cast) -> None:
    report = submitted(cast)
    with cast.acting("pmo-expert") as actor:
        with pytest.raises(RuleError, match="reason_needed"):
            report_return(actor=actor, report=report, version=report.version, reason=" ")
        report = report_return(actor=actor, report=report, version=report.version, reason="Which milestone?")
    assert (report.state, report.return_reason) == (ReportState.RETURNED, "Which milestone?")
    with cast.acting("pm") as actor:
        report = report_revise(actor=actor, report=report, version=report.version, values={"summary": "UAT"})
        assert report.state == ReportState.DRAFT
        report = report_submit(actor=actor, report=report, version=report.version)
        assert (report.state, report.return_reason) == (ReportState.SUBMITTED, "")


def test_writers_are_told_what_was_decided(cast: Cast) -> None:
    report = submitted(cast)
    with cast.acting("pmo-expert") as actor:
        report_return(actor=actor, report=report, version=report.version, reason="Which milestone?")
    page = cast.client("pm").get(cast.address("inbox/")).content.decode()
    assert "was returned: Which milestone?" in page


def test_an_accepted_report_is_as_it_stands_for_good(cast: Cast) -> None:
    report = accepted(cast)
    with cast.acting("pm") as actor, pytest.raises(RuleError, match="not_open"):
        report_revise(actor=actor, report=report, version=report.version, values={"summary": "rosier"})
    with cast.acting("pmo-expert") as actor, pytest.raises(RuleError, match="not_open"):
        report_return(actor=actor, report=report, version=report.version, reason="again")
    changes: list[dict[str, Any]] = [{"summary": "rosier"}, {"figures": {}}]
    for change in changes:
        with cast.acting("pmo-manager"), pytest.raises(InternalError), transaction.atomic():
            StatusReport.objects.filter(pk=report.pk).update(**change)
    assert stored(cast, report).summary == WORDS["summary"]


def test_figures_stay_as_they_were_shown_whatever_changes_later(cast: Cast) -> None:
    report = accepted(cast)
    with cast.acting("pm") as actor:
        before = shown_figures(actor, report, organization_clock())
        Project.objects.filter(pk=report.project_id).update(percent_complete=99, latest_budget=1)
        health_compute_project(project_id=report.project_id, day=actor.today)
        assert shown_figures(actor, stored(cast, report), organization_clock()) == before
        assert Decimal(before["progress"]["percent_complete"]) == 53
        assert before["health"]["policy"] == "default-1"


def test_money_is_absent_from_frozen_figures_for_whoever_may_not_see_it(cast: Cast) -> None:
    report = accepted(cast)
    with cast.acting("pm") as actor:
        assert "cost" in shown_figures(actor, report, organization_clock())
    with cast.acting("lead") as actor:
        seen = shown_figures(actor, report, organization_clock())
    assert "cost" not in seen
    assert "_amount" not in str(seen)
    assert "2104" not in str(seen)


def test_a_submission_asks_for_the_projects_health(cast: Cast) -> None:
    report = draft(cast)
    OutboxEvent.objects.all().delete()
    with cast.acting("pm") as actor:
        report_submit(actor=actor, report=report, version=1)
    assert "portfolio.assess_project" in set(OutboxEvent.objects.values_list("task", flat=True))


def test_drafts_are_open_to_who_writes_and_judges_alone(cast: Cast) -> None:
    report = draft(cast)
    seen = {}
    for key in ("pm", "pso", "lead", "pmo-expert", "sponsor", "stakeholder", "executive", "pm-other"):
        with cast.acting(key) as actor:
            seen[key] = report_list(actor).filter(pk=report.pk).exists()
    assert {key for key, found in seen.items() if found} == {"pm", "pso", "lead", "pmo-expert"}


def test_a_stale_submission_is_refused(cast: Cast) -> None:
    report = draft(cast)
    with cast.acting("pm") as actor:
        report_revise(actor=actor, report=report, version=1, values={"summary": "newer"})
        with pytest.raises(StaleError):
            report_submit(actor=actor, report=report, version=1)
    assert stored(cast, report).state == ReportState.DRAFT


def typed(client: Client, address: str) -> dict[str, str]:
    """What a browser would send from the editor as it opened."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in values.items() if value not in (None, False)}


def new_report(cast: Cast) -> str:
    return cast.address(f"projects/{cast.project().pk}/reports/new/")


def test_from_the_reminder_the_report_is_submitted_in_two_clicks(cast: Cast) -> None:
    client = cast.client("pm")
    filled = typed(client, new_report(cast))
    with cast.acting("pm"):
        assert not StatusReport.objects.filter(project=cast.project(), state=ReportState.DRAFT).exists()
    assert "62%" in filled["summary"]
    assert filled["level_schedule"] == "red"
    assert client.post(new_report(cast), {**filled, "submit": "1"}).status_code == 302
    with cast.acting("pm"):
        newest = StatusReport.objects.filter(project=cast.project()).order_by("-number")[0]
        assert (newest.state, newest.number) == (ReportState.SUBMITTED, 4)


def test_the_editor_opens_the_draft_that_waits(cast: Cast) -> None:
    report = draft(cast, "pso")
    answer = cast.client("pm").get(new_report(cast))
    assert answer.headers["Location"] == cast.address(f"reports/{report.pk}/edit/")


def test_a_refused_submission_keeps_everything_typed_and_stores_nothing(cast: Cast) -> None:
    client = cast.client("pm")
    answer = client.post(
        new_report(cast), {**typed(client, new_report(cast)), "summary": "", "next_steps": "typed", "submit": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fill this in before you submit the report." in page
    assert "typed" in page
    with cast.acting("pm"):
        assert not StatusReport.objects.filter(project=cast.project(), state=ReportState.DRAFT).exists()


def test_a_stale_edit_shows_both_versions_and_the_next_save_keeps_mine(cast: Cast) -> None:
    report, client = draft(cast), cast.client("pm")
    address = cast.address(f"reports/{report.pk}/edit/")
    mine = typed(client, address) | {"summary": "my words"}
    assert client.post(address, typed(client, address) | {"summary": "their words"}).status_code == 302
    conflict = client.post(address, mine)
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "my words" in page
    assert "their words" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert client.post(address, mine | {"version": version[1]}).status_code == 302
    assert stored(cast, report).summary == "my words"


def test_a_report_shows_what_changed_since_the_last_one(cast: Cast) -> None:
    with cast.acting("pm"):
        Project.objects.filter(pk=cast.project().pk).update(percent_complete=61)
    report = submitted(cast)
    page = cast.client("stakeholder").get(cast.address(f"reports/{report.pk}/")).content.decode()
    assert "Since the last report" in page
    assert re.search(r"53%</span>.*?61%", page, re.DOTALL)


def test_a_report_page_shows_money_to_who_may_see_it_alone(cast: Cast) -> None:
    report = accepted(cast)
    address = cast.address(f"reports/{report.pk}/")
    shown, hidden = (cast.client(key).get(address).content.decode() for key in ("pm", "stakeholder"))
    assert "2,104" in shown
    assert "2,104" not in hidden
    assert "Latest budget" not in hidden


def test_accept_and_return_stand_on_the_page_of_who_may_and_work(cast: Cast) -> None:
    report, client = submitted(cast), cast.client("pmo-expert")
    address = cast.address(f"reports/{report.pk}/")
    assert "/accept/" in client.get(address).content.decode()
    assert "/accept/" not in cast.client("pm").get(address).content.decode()
    refused = client.post(f"{address}return/", {"version": report.version, "reason": ""})
    assert refused.status_code == 422
    assert "Say what has to change." in refused.content.decode()
    assert client.post(f"{address}accept/", {"version": report.version}).status_code == 302
    assert stored(cast, report).state == ReportState.ACCEPTED


def test_what_was_changed_after_it_was_read_is_not_accepted(cast: Cast) -> None:
    report, client = submitted(cast), cast.client("pmo-expert")
    answer = client.post(cast.address(f"reports/{report.pk}/accept/"), {"version": report.version - 1}, follow=True)
    assert "Somebody changed the report meanwhile." in answer.content.decode()
    assert stored(cast, report).state == ReportState.SUBMITTED


def test_the_status_page_shows_the_last_accepted_report_and_the_next_due_day(cast: Cast) -> None:
    page = cast.client("pm").get(cast.address(f"projects/{cast.project().pk}/")).content.decode()
    assert "62%" in page
    assert "Ask of the board" in page
    assert "Next report" in page
    assert f"/projects/{cast.project().pk}/reports/new/" in page
    reader = cast.client("stakeholder").get(cast.address(f"projects/{cast.project().pk}/")).content.decode()
    assert "/reports/new/" not in reader


def test_another_organization_finds_no_report(cast: Cast) -> None:
    report = submitted(cast)
    for key in ("none", "pm-other"):
        assert cast.client(key).get(cast.address(f"reports/{report.pk}/")).status_code == 404
    stranger = Cast("minato")
    assert stranger.client("pmo-manager").get(stranger.address(f"reports/{report.pk}/")).status_code == 404
