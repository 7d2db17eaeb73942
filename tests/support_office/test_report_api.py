"""Reports over the API."""

from __future__ import annotations

import json
from typing import Any

from support_office.models import ReportSchedule, StatusReport
from tests.api.world import Caller, problem
from tests.projects.cast import Cast

WORDS = {
    "summary": "Testing reached 62 %.",
    "overall": "amber",
    "declared": {"schedule": {"level": "red", "comment": "late"}, "cost": {"level": "green"}},
}


def caller(cast: Cast, key: str) -> Caller:
    return Caller(cast.client(key), f"/api/v1/organizations/{cast.slug}/")


def body(response: Any, status: int = 200) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.content)
    assert response.status_code == status, found
    return found


def created(cast: Cast) -> Any:
    return caller(cast, "pm").post(f"projects/{cast.project().pk}/reports/", WORDS)


def test_a_report_goes_its_way_over_the_api(cast: Cast) -> None:
    answer = created(cast)
    report = body(answer, 201)
    assert (report["number"], report["state"], report["declared"]["cost"]) == (
        4,
        "draft",
        {"level": "green", "comment": ""},
    )
    path, tag = f"reports/{report['id']}/", answer.headers["ETag"]
    changed = caller(cast, "pso").patch(path, {"summary": "63 %."}, **{"if-match": tag})
    assert body(changed)["on_behalf_of_id"] is not None
    done = caller(cast, "pm").post(f"{path}submit/", **{"if-match": changed.headers["ETag"]})
    assert body(done)["figures"]["cost"]["currency"] == "JPY"
    sent = caller(cast, "pmo-expert").post(f"{path}return/", {"reason": "Why?"}, **{"if-match": done.headers["ETag"]})
    assert body(sent)["return_reason"] == "Why?"
    again = caller(cast, "pm").post(f"{path}submit/", **{"if-match": sent.headers["ETag"]})
    final = caller(cast, "pmo-expert").post(f"{path}accept/", **{"if-match": again.headers["ETag"]})
    assert body(final)["state"] == "accepted"
    problem(caller(cast, "pm").patch(path, {"summary": "x"}, **{"if-match": final.headers["ETag"]}), 422, "rule")


def test_a_write_without_or_with_a_stale_version_is_refused(cast: Cast) -> None:
    answer = created(cast)
    path, tag = f"reports/{body(answer, 201)['id']}/", answer.headers["ETag"]
    problem(caller(cast, "pm").post(f"{path}submit/"), 428, "precondition_required")
    caller(cast, "pm").patch(path, {"summary": "newer"}, **{"if-match": tag})
    problem(caller(cast, "pm").post(f"{path}submit/", **{"if-match": tag}), 412, "stale")


def test_a_post_with_a_key_runs_once(cast: Cast) -> None:
    path = f"projects/{cast.project().pk}/reports/"
    answers = [caller(cast, "pm").post(path, WORDS, **{"idempotency-key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    with cast.acting("pm"):
        assert StatusReport.objects.filter(project=cast.project(), state="draft").count() == 1


def test_lists_and_details_hide_drafts_and_money_from_readers(cast: Cast) -> None:
    draft = body(created(cast), 201)
    reader = caller(cast, "stakeholder")
    listed = body(reader.get(f"projects/{cast.project().pk}/reports/"))["items"]
    assert [row["number"] for row in listed] == [3, 2, 1]
    assert reader.get(f"reports/{draft['id']}/").status_code == 404
    seen = body(reader.get(f"reports/{listed[0]['id']}/"))
    assert "cost" not in seen["figures"]
    assert "_amount" not in json.dumps(seen)
    assert "cost" in body(caller(cast, "pm").get(f"reports/{listed[0]['id']}/"))["figures"]


def test_an_unknown_dimension_is_refused_by_name(cast: Cast) -> None:
    wrong = {**WORDS, "declared": {"weather": {"level": "green"}}}
    found = problem(caller(cast, "pm").post(f"projects/{cast.project().pk}/reports/", wrong), 400, "invalid")
    assert found["errors"][0]["field"] == "declared.weather"


def test_a_schedule_is_read_and_set(cast: Cast) -> None:
    path = f"projects/{cast.project('P-2605').pk}/report-schedule/"
    answer = caller(cast, "pmo-manager").get(path)
    assert (body(answer)["version"], body(answer)["cadence"]) == (1, "monthly")
    tag = {"if-match": answer.headers["ETag"]}
    assert body(caller(cast, "pmo-manager").patch(path, {"cadence": "weekly"}, **tag))["version"] == 2
    problem(caller(cast, "pmo-manager").patch(path, {"cadence": "none"}, **tag), 412, "stale")
    with cast.acting("pmo-manager"):
        assert ReportSchedule.objects.get(project__code="P-2605").cadence == "weekly"


def test_the_owed_reports_are_listed_with_their_counts(cast: Cast) -> None:
    found = body(caller(cast, "pmo-manager").get("reports/owed/?standing=missing"))
    assert [(row["project_code"], row["declared"]) for row in found["items"]] == [("P-2603", None)]
    assert found["counts"]["late"] == 1
