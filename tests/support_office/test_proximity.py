"""How near a risk is: by its window, for one risk and in lists alike, on page, in files and over the API."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from pmo_site.kernel.conflicts import RuleError
from support_office.domain.proximity import Proximity, Window
from support_office.models import Risk
from support_office.selectors.logs import risk_counts, risk_proximity, risk_rows
from support_office.selectors.proximities import near
from support_office.services.risk import risk_revise
from tests.projects.cast import Cast

TODAY = date(2026, 11, 27)
CASES = [
    (None, None, None),
    (0, None, Proximity.NOW),
    (-400, None, Proximity.NOW),
    (None, 0, Proximity.NOW),
    (-3, 3, Proximity.NOW),
    (1, None, Proximity.SOON),
    (30, 90, Proximity.SOON),
    (31, 90, Proximity.LATER),
    (31, None, Proximity.LATER),
    (-9, -1, Proximity.PAST),
    (None, -1, Proximity.PAST),
]


def day(offset: int | None, today: date = TODAY) -> date | None:
    return None if offset is None else today + timedelta(days=offset)


@pytest.mark.parametrize(("opens", "ends", "expected"), CASES)
def test_a_window_is_open_opens_or_has_passed(opens: int | None, ends: int | None, expected: Proximity | None) -> None:
    assert Window(day(opens), day(ends)).proximity(TODAY) is expected


def test_a_window_that_ends_before_it_opens_is_refused_by_rule_and_database(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        risk = Risk.objects.select_related("project").get(title__startswith="業務キーパーソン")
        values = {"trigger_on": day(5), "trigger_until": day(4)}
        with pytest.raises(RuleError) as refusal:
            risk_revise(actor=actor, risk=risk, version=risk.version, values=values)
        assert [(each.field, each.code) for each in refusal.value.problems] == [("trigger_until", "ends_before_start")]
        with pytest.raises(IntegrityError), transaction.atomic():
            Risk.objects.filter(pk=risk.pk).update(**values)
        revised = risk_revise(
            actor=actor, risk=risk, version=risk.version, values={"trigger_on": day(5), "trigger_until": day(5)}
        )
        assert revised.trigger_until == day(5)


def test_lists_answer_as_the_rule_does_for_one(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        project = cast.project()
        Risk.objects.filter(project=project).update(state="closed")
        for number, (opens, ends, _expected) in enumerate(CASES):
            Risk.objects.create(
                project=project, number=9000 + number, code=f"N-{number}", title="x", raised_on=actor.today,
                trigger_on=day(opens, actor.today), trigger_until=day(ends, actor.today),
            )  # fmt: skip
        rows = risk_rows(actor).filter(code__startswith="N-").order_by("number")
        assert [risk_proximity(row) for row in rows] == [expected for _opens, _ends, expected in CASES]
        close = [each in {Proximity.NOW, Proximity.SOON} for _opens, _ends, each in CASES]
        found = set(rows.filter(near(actor.today)).values_list("number", flat=True))
        assert [9000 + number in found for number in range(len(CASES))] == close
        assert risk_counts(actor, risk_rows(actor).filter(project=project)).near == sum(close)


@pytest.mark.parametrize(("language", "words"), [("en", "Within 30 days"), ("ja", "30日以内")])
def test_proximity_stands_in_list_filter_file_and_on_the_status_page(cast: Cast, language: str, words: str) -> None:
    client, project = cast.client("pm", language), cast.project()
    owned = cast.address(f"projects/{project.pk}/risks/")
    page = client.get(f"{owned}?proximity=soon&columns=code,title,proximity")
    (line,) = page.context["lines"]
    assert line.record.title.startswith("年末調整")
    assert f">{words}</span>" in page.content.decode()
    near_tab = next(tab for panel in page.context["panels"] for tab in panel.context["tabs"] if "near=on" in tab.url)
    assert near_tab.count == len(client.get(owned + near_tab.url).context["lines"]) == 3
    sheet = client.get(f"{owned}?format=csv&columns=code,proximity,trigger_until").content.decode("utf-8-sig")
    assert words in sheet
    assert words in client.get(cast.address(f"projects/{project.pk}/")).content.decode()


def test_the_api_filters_by_proximity_and_writes_the_window(cast: Cast) -> None:
    client, api = cast.client("pm"), "/api/v1/organizations/hokuto/risks/"
    (row,) = client.get(f"{api}?proximity=later").json()["items"]
    assert (row["proximity"], row["title"]) == ("later", "委託先の要員交代")
    assert client.get(f"{api}?proximity=someday").status_code == 400
    one = client.get(f"{api}{row['id']}/")
    assert "proximity" not in one.json()
    body = json.dumps({"trigger_until": None, "trigger_on": "2020-01-01"})
    headers = {"if-match": one.headers["ETag"]}
    changed = client.generic("PATCH", f"{api}{row['id']}/", body, content_type="application/json", headers=headers)
    assert (changed.status_code, changed.json()["trigger_until"]) == (200, None)
    assert client.get(f"{api}?proximity=later").json()["items"] == []
