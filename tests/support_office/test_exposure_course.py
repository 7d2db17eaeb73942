"""Exposure at month ends comes from the history of the risks: what the log said then, for who may see its money."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Membership
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.pages.services.demo_diary import diary_change, diary_store, past
from projects.models import Project
from projects.services.member import grant_give
from support_office.domain.month_ends import month_ends
from support_office.models import Risk
from support_office.selectors.exposures import ExposureAt, exposure_course
from support_office.services.risk import risk_delete, risk_revise
from tests.projects.cast import Cast

ZONE = ZoneInfo("Asia/Tokyo")
CODE = "P-2601"


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def known_since(project: Project, day: date, number: int, **values: object) -> Risk:
    """A risk that was written down on a day of the past."""
    facts: dict[str, Any] = {"title": f"r{number}", "probability": 3, "impact": 3, "kind": "threat", "raised_on": day}
    risk = Risk(project=project, number=number, code=f"R-{number}", **facts | values)
    with past():
        diary_store([(risk, at(day))])
    return risk


def changed(risk: Risk, day: date, **values: object) -> None:
    for name, value in values.items():
        setattr(risk, name, value)
    with past():
        diary_change([risk], list(values), at=at(day))


def emptied(code: str = CODE) -> Project:
    """A project whose log begins anew, history and all."""
    project = Project.objects.get_queryset().get(code=code)
    fresh = Project(code="X-9", name="fresh", folded_name="fresh", currency="JPY", department=project.department)
    fresh.save()
    return fresh


def amounts(actor: Actor, project: Project) -> list[Decimal | None]:
    return [each.by_currency["JPY"].amount for each in exposure_course(actor, project)]


def at_end(course: list[ExposureAt], back: int) -> ExposureAt:
    """The month end so many months before today's own month; 0 is today."""
    return course[-1 - back]


def test_the_ends_of_the_last_twelve_months_come_oldest_first() -> None:
    ends = month_ends(date(2028, 3, 31))
    assert (len(ends), ends[0], ends[-1]) == (12, date(2027, 3, 31), date(2028, 2, 29))
    assert month_ends(date(2026, 1, 1), months=2) == [date(2025, 11, 30), date(2025, 12, 31)]


def test_each_month_end_sums_what_the_log_said_then(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        project, ends = emptied(), month_ends(actor.today)
        two, one = ends[-2], ends[-1]
        risk = known_since(project, two, 9001, loss_amount=Decimal(1000), expected_loss=Decimal(500))
        known_since(project, two, 9002)
        known_since(project, two, 9003, kind="opportunity", expected_loss=Decimal(77))
        known_since(project, two, 9004, state="raised", expected_loss=Decimal(88))
        changed(risk, one, expected_loss=Decimal(700))
        changed(risk, one + timedelta(days=1), expected_loss=Decimal(900), state="closed")
        course = exposure_course(actor, project)
        assert [each.day for each in course] == [*ends, actor.today]
        jpy = [at_end(course, back).by_currency["JPY"] for back in (3, 2, 1, 0)]
        assert [each.amount for each in jpy] == [None, Decimal(500), Decimal(700), None]
        assert [(each.estimated, each.unestimated) for each in jpy] == [(0, 0), (1, 1), (1, 1), (0, 1)]


def test_a_day_belongs_to_its_month_until_it_is_over_in_the_organization(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        project, end = emptied(), month_ends(actor.today)[-1]
        risk = Risk(project=project, number=9001, code="R-1", title="x", raised_on=end, expected_loss=Decimal(5))
        with past():
            diary_store([(risk, datetime.combine(end, time(23, 59), ZONE))])
        late = Risk(project=project, number=9002, code="R-2", title="y", raised_on=end, expected_loss=Decimal(7))
        with past():
            diary_store([(late, datetime.combine(end + timedelta(days=1), time(0, 0), ZONE))])
        assert amounts(actor, project)[-2:] == [Decimal(5), Decimal(12)]


def test_a_deleted_risk_counts_until_it_was_deleted_and_a_log_without_threats_has_no_exposure(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        project, end = emptied(), month_ends(actor.today)[-1]
        risk = known_since(project, end, 9001, expected_loss=Decimal(5))
        risk_delete(actor=actor, risk=risk, version=risk.version)
        assert amounts(actor, project)[-3:] == [None, Decimal(5), Decimal(0)]


def test_today_is_what_the_log_says_now(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        project = Project.objects.get_queryset().get(code=CODE)
        before = amounts(actor, project)[-1]
        risk = Risk.objects.select_related("project").filter(project=project, expected_loss__gt=0, state="open")[0]
        risk_revise(actor=actor, risk=risk, version=risk.version, values={"state": "closed"})
        assert before is not None
        assert amounts(actor, project)[-1] == before - (risk.expected_loss or 0)


def test_money_of_other_projects_is_left_out_and_counted(cast: Cast) -> None:
    own, other = cast.project(), cast.project("P-2602")
    with cast.acting("pmo-manager") as actor:
        membership = Membership.objects.get(person__email="none@hokuto.example")
        for project, right in ((own, Right.PROJECT_VIEW), (other, Right.PROJECT_VIEW), (other, Right.MONEY_VIEW)):
            grant_give(actor=actor, project=project, right=right, membership=membership)
        threats = Risk.objects.filter(project=own, kind="threat", state__in=("open", "responding")).count()
        of_other = exposure_course(actor, other)[-1]
        assert exposure_course(actor)[-1].left_out == of_other.left_out == 0
    with cast.acting("none") as actor:
        seen = exposure_course(actor)[-1]
        assert (seen.by_currency, seen.left_out) == (of_other.by_currency, threats)
        assert exposure_course(actor, own) == []
    with cast.acting("member") as actor:
        assert exposure_course(actor, own) == exposure_course(actor) == []


def test_two_queries_answer_however_many_months_and_risks(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        project = emptied()
        for number in range(9001, 9006):
            known_since(project, actor.today, number, expected_loss=Decimal(number))
        exposure_course(actor)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            exposure_course(actor)
        assert len(caught) <= 3


@pytest.mark.parametrize(("language", "words"), [("en", "at month ends"), ("ja", "月末")])
def test_the_picture_stands_beside_the_matrix_with_its_numbers(cast: Cast, language: str, words: str) -> None:
    page = cast.client("pm", language).get(cast.address(f"projects/{cast.project().pk}/risks/")).content.decode()
    picture = re.search(r'<svg class="pm-columns".*?</svg>', page, re.DOTALL)
    assert picture
    assert picture[0].count("pm-f-blue") == 1
    assert words in page
    hidden = cast.client("member", language).get(cast.address(f"projects/{cast.project().pk}/risks/"))
    assert "pm-columns" not in hidden.content.decode()
    with cast.acting("pmo-manager"):
        bare = emptied()
    empty = cast.client("pmo-manager", language).get(cast.address(f"projects/{bare.pk}/risks/")).content.decode()
    assert "pm-columns" not in empty


def test_the_api_tells_the_same_to_who_may_see_the_money(cast: Cast) -> None:
    api, project = "/api/v1/organizations/hokuto", cast.project()
    with cast.acting("pm") as actor:
        amount = exposure_course(actor, project)[-1].by_currency["JPY"].amount
    body = cast.client("pm").get(f"{api}/projects/{project.pk}/risk-exposure/").json()
    assert len(body["items"]) == 13
    assert Decimal(body["items"][-1]["amounts"][0]["amount"]) == amount
    assert body["items"][0]["amounts"][0]["amount"] is None
    assert cast.client("member").get(f"{api}/projects/{project.pk}/risk-exposure/").status_code == 403
    assert cast.client("none").get(f"{api}/projects/{project.pk}/risk-exposure/").status_code == 404
    assert cast.client("none").get(f"{api}/risk-exposure/").json() == {"items": []}
