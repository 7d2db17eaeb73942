"""What the board is asked waits until its answer is recorded; a past day shows what waited then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.decisions import Decision, decisions, offer_decisions, withdraw_decisions
from support_office.models import AskAnswer, StatusReport
from support_office.selectors.asks import open_asks
from support_office.selectors.reports import starting_values
from support_office.services.answers import ask_answer, ask_reopen
from tests.projects.cast import Cast


def asking() -> StatusReport:
    return StatusReport.objects.exclude(ask_text="").order_by("-period_to")[0]


def test_an_ask_waits_until_its_answer_is_recorded(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        report = asking()
        assert [each.pk for each in open_asks(actor)] == [report.pk]
        ask_answer(actor=actor, report=report)
        assert open_asks(actor) == []
        ask_reopen(actor=actor, report=report)
        assert [each.pk for each in open_asks(actor)] == [report.pk]


def test_recorded_twice_it_is_the_same_answer_and_the_accepted_report_never_changes(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        report = asking()
        first, second = (ask_answer(actor=actor, report=report) for _ in range(2))
        assert first.pk == second.pk
        assert StatusReport.objects.get(pk=report.pk).version == report.version


def test_a_past_day_shows_what_waited_then(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        report = asking()
        ask_answer(actor=actor, report=report)
        AskAnswer.objects.update(answered_at=clock.now() - timedelta(days=1))
        StatusReport.objects.filter(pk=report.pk, state="submitted").update(submitted_at=clock.now())
        assert open_asks(actor, as_of=actor.today) == []
        AskAnswer.objects.update(answered_at=clock.now() + timedelta(days=1))
        assert [each.pk for each in open_asks(actor, as_of=actor.today)] == [report.pk]
        assert open_asks(actor, as_of=actor.today - timedelta(days=400)) == []


def test_nobody_records_an_answer_without_the_right_and_nothing_is_stored(cast: Cast) -> None:
    for who in ("executive", "pm", "stakeholder"):
        with cast.acting(who) as actor, pytest.raises(PermissionDenied):
            ask_answer(actor=actor, report=asking())
    with cast.acting("pmo-manager"):
        assert not AskAnswer.objects.exists()


def test_a_report_that_asks_nothing_takes_no_answer(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        silent = StatusReport.objects.filter(ask_text="", state="accepted")[0]
        with pytest.raises(RuleError):
            ask_answer(actor=actor, report=silent)
        assert not AskAnswer.objects.exists()


def test_an_answered_ask_is_not_carried_into_the_next_report(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        report = asking()
        assert starting_values(report, {})["ask_text"] == report.ask_text
        ask_answer(actor=actor, report=report)
        assert starting_values(report, {})["ask_text"] == ""


def test_the_button_records_the_answer_and_the_message_takes_it_back(cast: Cast) -> None:
    client = cast.client("pmo-manager")
    with cast.acting("pmo-manager"):
        report = asking()
    address = f"/o/hokuto/reports/{report.pk}/answer/"
    page = client.get("/o/hokuto/portfolio/").content.decode()
    assert address in page
    assert address not in cast.client("executive").get("/o/hokuto/portfolio/").content.decode()
    answer = client.post(address, {"next": "/o/hokuto/portfolio/"}, follow=True)
    assert answer.redirect_chain == [("/o/hokuto/portfolio/", 302)]
    assert f"{address}undo/" in answer.content.decode()
    client.post(f"{address}undo/", {"next": "//elsewhere.example/"})
    with cast.acting("pmo-manager"):
        assert not AskAnswer.objects.exists()


def test_what_waits_longest_comes_first_whoever_offers_it(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        report = asking()
        dateless = Decision("action", report.project_id, "P", "Plant", "whenever", "/", "Log")
        late = replace(dateless, text="late", due_on=actor.today - timedelta(days=400))
        offer_decisions("test", lambda _actor, _slug, _as_of: [dateless, late])
        try:
            found = [each.text for each in decisions(actor, "hokuto")]
            assert (found[0], found[-1]) == ("late", "whenever")
            assert report.ask_text in found[1:-1]
            with pytest.raises(ValueError, match="offered already"):
                offer_decisions("test", lambda _actor, _slug, _as_of: [])
        finally:
            withdraw_decisions("test")
