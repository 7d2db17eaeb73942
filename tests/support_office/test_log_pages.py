"""The pages and endpoints of the logs: matrix, lists, raising, triage, conversion; who sees what."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pmo_site.kernel.evidence import Dimension
from pmo_site.resources.evidence import gather
from pmo_site.resources.figures import figures_of
from support_office.log_evidence import issue_evidence, risk_evidence
from support_office.models import Action, Issue, Risk
from tests.projects.cast import Cast


def risk_id(cast: Cast, title: str) -> str:
    with cast.acting("pmo-manager"):
        return str(Risk.objects.get(title__startswith=title).pk)


def cell(page: str, probability: int, impact: int) -> str:
    """What a cell of the matrix says."""
    pattern = rf'probability={probability}&amp;impact={impact}"[^>]*>(.*?)</a>'
    found = re.search(pattern, page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1])


def test_every_cell_of_the_matrix_opens_the_risks_that_it_counts(cast: Cast) -> None:
    client = cast.client("pmo-manager")
    page = client.get(cast.address("risks/"))
    context = next(panel.context for panel in page.context["panels"])
    cells = [each for row in context["rows"] for each in row.cells]
    assert len(cells) == 25
    assert sum(each.count for each in cells) == 11
    for each in cells:
        if each.count:
            shown = client.get(cast.address("risks/") + each.url)
            assert len(shown.context["lines"]) == each.count
    assert cell(page.content.decode(), 4, 4).split() == ["2", "risks,", "Extreme,", "score", "16"]


def test_tabs_above_a_log_show_the_rows_that_they_count(cast: Cast) -> None:
    client = cast.client("pm")
    for log in ("risks/", "issues/", "actions/"):
        page = client.get(cast.address(log))
        tabs = page.context["panels"][0].context["tabs"]
        assert len(tabs) >= 3
        for tab in tabs:
            if tab.count is not None:
                assert len(client.get(cast.address(log) + tab.url).context["lines"]) == tab.count


def test_the_highest_live_score_stands_first_and_what_is_over_last(cast: Cast) -> None:
    lines = cast.client("pmo-manager").get(cast.address("risks/")).context["lines"]
    scores = [line.record.live_score for line in lines]
    known = [score for score in scores if score is not None]
    assert known == sorted(known, reverse=True)
    assert scores[len(known) :] == [None] * (len(scores) - len(known))


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Risk matrix", "Likely")), ("ja", ("リスクマトリクス", "ほぼ確実"))]
)
def test_the_log_speaks_both_languages(cast: Cast, language: str, words: tuple[str, ...]) -> None:
    page = cast.client("pmo-manager", language).get(cast.address("risks/")).content.decode()
    assert all(word in page for word in words)


def test_money_is_absent_from_page_export_and_api_without_its_right(cast: Cast) -> None:
    risk = risk_id(cast, "移行データ")
    for key, sees in (("pm", True), ("member", False)):
        client = cast.client(key)
        page = client.get(cast.address(f"risks/{risk}/")).content.decode()
        body = client.get(f"/api/v1/organizations/hokuto/risks/{risk}/").json()
        sheet = client.get(cast.address("risks/?format=csv&columns=code,expected_loss,loss_amount")).content.decode(
            "utf-8-sig"
        )
        assert ("120000000" in page) is sees
        assert ("loss_amount" in body) is sees
        assert ("120000000" in sheet) is sees
    state = cast.client("member").get(cast.address(f"projects/{cast.project().pk}/risks/")).content.decode()
    assert "left out: their money is not open to you" in state


def test_a_stakeholder_raises_in_words_and_reads_what_became_of_it(cast: Cast) -> None:
    client, project = cast.client("stakeholder"), cast.project()
    address = cast.address(f"projects/{project.pk}/raise/")
    empty = client.post(address, {"kind": "issue", "title": "", "happens": "h"})
    assert (empty.status_code, "h</textarea>" in empty.content.decode()) == (422, True)
    said = {"kind": "issue", "title": "The printer burns", "happens": "Smoke", "concern": "Bad"}
    page = client.post(address, said, follow=True).content.decode()
    assert "waits for the project" in page
    with cast.acting("pm"):
        issue = Issue.objects.get(title="The printer burns")
        assert (issue.state, issue.description, issue.effect) == ("raised", "Smoke", "Bad")
    assert "The printer burns" not in client.get(cast.address("triage/")).content.decode()
    queue = cast.client("pm").get(cast.address("triage/")).content.decode()
    assert "The printer burns" in queue
    posted = cast.client("pm").post(cast.address(f"issues/{issue.pk}/return/"), {"reason": "It is a toaster"})
    assert posted.status_code == 302
    assert "It is a toaster" in client.get(cast.address(f"issues/{issue.pk}/")).content.decode()


def test_nobody_raises_on_a_project_that_they_cannot_see(cast: Cast) -> None:
    address = cast.address(f"projects/{cast.project('P-2602').pk}/raise/")
    said = {"kind": "risk", "title": "x", "happens": "y"}
    assert cast.client("stakeholder").post(address, said).status_code == 404
    assert cast.client("auditor").post(address, said).status_code == 403
    with cast.acting("pm"):
        assert not Risk.objects.filter(title="x").exists()


@pytest.mark.parametrize("deed", ["accept", "merge", "return", "act", "convert"])
def test_who_may_not_keep_the_log_does_no_deed(cast: Cast, deed: str) -> None:
    risk = risk_id(cast, "移行データ")
    assert cast.client("stakeholder").post(cast.address(f"risks/{risk}/{deed}/")).status_code == 403
    assert cast.client("none").post(cast.address(f"risks/{risk}/{deed}/")).status_code == 404
    abroad = Cast("minato").client("pmo-manager")
    assert abroad.post(f"/o/minato/risks/{risk}/{deed}/").status_code == 404
    with cast.acting("pmo-manager"):
        assert Risk.objects.get(pk=risk).version == 1


def test_the_chain_from_risk_to_action_is_shown_on_each_of_its_pages_and_undone_by_the_toast(cast: Cast) -> None:
    client, risk = cast.client("pm"), risk_id(cast, "業務キーパーソン")
    answer = client.post(cast.address(f"risks/{risk}/convert/"), {"version": "1"}, follow=True)
    issue = answer.redirect_chain[-1][0]
    page = answer.content.decode()
    assert f"/risks/{risk}/" in page
    undo = re.search(r'action="(/o/hokuto/changes/[^"]+/undo/)"', page)
    assert undo
    made = client.post(f"{issue}act/", {"title": "Ask HR"}, follow=True).content.decode()
    action = re.search(r"/o/hokuto/actions/[0-9a-f-]{36}/", made)
    assert action
    assert issue in client.get(action[0]).content.decode()
    assert issue in client.get(cast.address(f"risks/{risk}/")).content.decode()
    with cast.acting("pm") as actor:
        Action.objects.filter(title="Ask HR").delete()
        assert actor
    client.post(undo[1])
    with cast.acting("pm"):
        assert not Issue.objects.filter(risk_id=risk).exists()
        assert Risk.objects.get(pk=risk).state == "responding"


def post(client: Client, path: str, body: dict[str, Any] | None = None, version: int | None = None) -> Any:
    key = next(iter(re.findall(r"[0-9a-f-]{36}", path)))
    headers = {"Idempotency-Key": uuid4().hex} | ({"If-Match": f'"{key}-{version}"'} if version else {})
    address = f"/api/v1/organizations/hokuto/{path}"
    return client.post(address, json.dumps(body or {}), content_type="application/json", headers=headers)


def test_raising_triage_and_conversion_have_endpoints(cast: Cast) -> None:
    raiser, keeper, project = cast.client("member"), cast.client("pm"), cast.project()
    said = {"kind": "risk", "title": "A", "happens": "B", "concern": "C"}
    raised = post(raiser, f"projects/{project.pk}/raise/", said)
    assert (raised.status_code, raised.json()["state"]) == (201, "raised")
    key = raised.json()["id"]
    waiting = keeper.get("/api/v1/organizations/hokuto/triage/").json()["items"]
    assert key in {each["id"] for each in waiting}
    assert raiser.get("/api/v1/organizations/hokuto/triage/").json()["items"] == []
    assert post(raiser, f"risks/{key}/accept/", version=1).status_code == 403
    assert post(keeper, f"risks/{key}/accept/").status_code == 428
    assert post(keeper, f"risks/{key}/accept/", version=7).status_code == 412
    assert post(keeper, f"risks/{key}/accept/", version=1).json()["state"] == "open"
    issue = post(keeper, f"risks/{key}/convert/", version=2).json()
    assert (issue["kind"], issue["risk_id"]) == ("issue", key)
    again = post(keeper, f"risks/{key}/convert/", version=3).json()
    assert again["id"] == issue["id"]
    action = post(keeper, f"issues/{issue['id']}/act/", {"title": "Do it"})
    assert (action.status_code, action.json()["issue_id"]) == (201, issue["id"])


def test_logs_say_what_the_policy_judges_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as actor:
        found = {each.code: each for each in gather(actor.today, project.pk)[project.pk]}
        losses = [each.expected_loss for each in Risk.objects.filter(project=project, kind="threat") if each.is_live]
        assert found["risk_exposure"].numbers["exposure_amount"] == sum(each for each in losses if each)
        assert found["extreme_risks_unanswered"].numbers["risk_count"] == 0
        overdue = found["responses_overdue"].numbers
        assert overdue["overdue_count"] == 1
        assert overdue["open_count"] == 6
        assert found["issues_overdue"].numbers["overdue_count"] == 1
        assert found["urgent_issues_old"].numbers["issue_count"] == 1
        waited = found["decision_waiting"].numbers["waiting_days"]
        assert waited is not None
        assert 9 <= waited <= 11
        assert {found["risk_exposure"].dimension, found["issues_overdue"].dimension} == {
            Dimension.RISK,
            Dimension.ISSUES,
        }
    with cast.acting("pmo-manager") as actor, django_assert_num_queries(4):
        assert list(risk_evidence(actor.today, None))
        assert list(issue_evidence(actor.today, None))


def test_a_report_tells_what_is_open_new_and_closed_in_its_period(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        figures = figures_of(project.pk, actor.today, since=actor.today.replace(year=actor.today.year - 1))
        assert figures["risks"] == {"open_count": 6, "new_count": 7, "closed_count": 0}
        assert figures["issues"]["open_count"] == 3


def test_a_reason_opens_its_rows(cast: Cast) -> None:
    project = cast.project()
    client = cast.client("pmo-manager")
    client.post(cast.address(f"projects/{project.pk}/health/compute/"))
    page = client.get(cast.address(f"projects/{project.pk}/health/")).content.decode()
    assert "Responses overdue" in page
    assert f"/projects/{project.pk}/risks/?overdue=on" in page
