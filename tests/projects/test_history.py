"""History: what changed, in words, by whom and for whom; money for those alone who may see it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from pmo_site.accounts.models import Department
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.services.project import project_revise
from tests.projects.cast import Cast


def revise(cast: Cast, key: str, **values: Any) -> None:
    project = cast.project()
    with cast.acting(key) as actor:
        project_revise(actor=actor, project=project, version=project.version, values=values)


def page(cast: Cast, key: str, language: str = "en") -> str:
    address = cast.address(f"projects/{cast.project().pk}/history/")
    return unescape(cast.client(key, language).get(address).content.decode())


def entries(cast: Cast, key: str) -> list[list[tuple[str, str | None, str | None]]]:
    """The changes of the history page, newest first."""
    response = cast.client(key).get(cast.address(f"projects/{cast.project().pk}/history/"))
    return [
        [(str(change.label), change.before, change.after) for change in entry.changes]
        for entry in response.context["entries"]
    ]


def test_a_change_is_told_in_the_reader_s_words(cast: Cast) -> None:
    with tenant(Organization.objects.get(slug="hokuto").id):
        department = Department.objects.create(name="監査室", folded_name="監査室")
    before = cast.project().department
    revise(cast, "pm", status="on_hold", forecast_finish=date(2027, 3, 29), department=department)
    assert min(entries(cast, "pm")[0], key=str) == ("Department", str(before), "監査室")
    english, japanese = page(cast, "pm"), page(cast, "pm", "ja")
    assert "On hold" in english
    assert "Mon" in english
    assert "2027/03/29" in japanese
    assert "（月）" in japanese


def test_who_may_not_see_money_sees_no_change_of_it(cast: Cast) -> None:
    count = len(entries(cast, "lead"))
    revise(cast, "pm", latest_budget=Decimal(7_654_321_987))
    revise(cast, "pm", latest_budget=Decimal(7_654_321_988), purpose="a purpose")
    assert [label for label, _, _ in entries(cast, "pm")[0]] == ["Purpose", "Latest budget"]
    assert [label for label, _, _ in entries(cast, "lead")[0]] == ["Purpose"]
    assert len(entries(cast, "lead")) == count + 1
    for key, language in (("lead", "en"), ("lead", "ja"), ("stakeholder", "en")):
        assert "7,654" not in page(cast, key, language)
    assert "7,654,321,987" in page(cast, "pm")


@pytest.mark.parametrize(("key", "shown"), [("pm", True), ("lead", False)])
def test_the_api_s_history_hides_the_same(cast: Cast, key: str, shown: bool) -> None:  # noqa: FBT001  a case's value
    revise(cast, "pm", latest_budget=Decimal(7_654_321_987), purpose="a purpose")
    found = cast.client(key).get(f"/api/v1/organizations/hokuto/projects/{cast.project().pk}/history/").json()
    newest = found["items"][0]
    assert {change["field"] for change in newest["changes"]} == {"purpose"} | ({"latest_budget"} if shown else set())
    assert ("7654321987" in str(found)) is shown


def test_what_is_done_for_the_manager_names_both(cast: Cast) -> None:
    revise(cast, "pso", purpose="prepared by the PSO")
    text = page(cast, "pm")
    assert "on behalf of" in text
    assert "渡辺" in text or "健 渡辺" in text
    assert "佐藤 健一" in text
