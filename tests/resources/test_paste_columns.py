"""Columns of a pasted sheet are known by the names that people give them, and their readers have the last word."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pmo_site.accounts.models import Department, Person
from pmo_site.exchange.headers import header_keys
from pmo_site.exchange.names import known
from pmo_site.resources.fields import label_of
from pmo_site.resources.resource import Resource, resources
from projects.models import Project
from support_office.models import Action, Decision, Issue, Risk
from tests.resources.office import Office
from tests.resources.test_paste import clipboard, of_bridge, paste

KNOWN_BY_THEIR_LABEL_ALONE = {("portfolios", "view")}


def of_project(office: Office, key: str) -> str:
    return f"projects/{office.project().pk}/{key}/paste/"


def columns_of(answer: Any) -> dict[str, tuple[str, bool]]:
    """What each column is said to hold, and whether that is a guess."""
    return {
        column.head or str(column.place): (column.field.name if column.field else "", column.is_guess)
        for column, _bound in answer.context["columns"].lines()
    }


def said(answer: Any) -> dict[str, str]:
    """What a browser sends back of the columns as they were shown."""
    form = answer.context["columns"]
    found = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in found.items() if value not in (None, False, "")}


def stored(office: Office, model: type[Any]) -> Any:
    with office.inside():
        return model.objects.order_by("-id").first()


@pytest.mark.parametrize("resource", resources(), ids=lambda each: each.key)
def test_every_typed_field_of_every_register_is_known_by_more_than_its_label(resource: Resource) -> None:
    lone = {(resource.key, field.name) for field in resource.typed() if not field.names}
    assert lone <= KNOWN_BY_THEIR_LABEL_ALONE


@pytest.mark.parametrize("resource", resources(), ids=lambda each: each.key)
def test_no_name_leads_to_two_fields_of_a_register(resource: Resource) -> None:
    names: Counter[str] = Counter()
    for field in resource.typed():
        place = known(field.name, label_of(field, resource.model), field.names)
        names.update({header_keys(name)[0] for name in (*place.own, *place.others)})
    assert [name for name, count in names.items() if count > 1] == []


SHEETS: list[tuple[str, type[Any], list[list[str]], dict[str, Any]]] = [
    (
        "issues",
        Issue,
        [
            ["No.", "課題名", "課題内容", "起票日", "分類", "重要度", "対応期限", "ステータス", "対応経緯"],
            ["1", "橋脚の沈下", "3番橋脚で5mm", "2026/10/1", "品質", "高", "令和8年12月1日", "未着手", "測定中"],
        ],
        {"title": "橋脚の沈下", "description": "3番橋脚で5mm", "raised_on": date(2026, 10, 1), "category": "quality",
         "priority": "high", "due_on": date(2026, 12, 1), "progress": "測定中"},
    ),
    (
        "issues",
        Issue,
        [
            ["#", "Issue title", "Details", "Date raised", "Type", "Severity", "Target date"],
            ["1", "Pier sinks", "5 mm at pier 3", "2026-10-01", "Quality", "High", "2026-12-01"],
        ],
        {"title": "Pier sinks", "description": "5 mm at pier 3", "category": "quality", "priority": "high",
         "due_on": date(2026, 12, 1)},
    ),
    (
        "risks",
        Risk,
        [
            ["リスクID", "リスク事象", "要因", "影響内容", "発生可能性", "影響の大きさ", "対応方針",
             "対応策", "想定損失額（百万円）"],
            ["R1", "台風による中断", "季節", "工期の遅れ", "3", "4", "軽減", "予備日", "12"],
        ],
        {"title": "台風による中断", "cause": "季節", "effect": "工期の遅れ", "probability": 3, "impact": 4,
         "strategy": "mitigate", "response": "予備日", "loss_amount": Decimal(12_000_000)},
    ),
    (
        "risks",
        Risk,
        [["Risk", "Likelihood", "Severity", "Mitigation plan"], ["Typhoon", "3", "4", "Spare days"]],
        {"title": "Typhoon", "probability": 3, "impact": 4, "response": "Spare days"},
    ),
    (
        "actions",
        Action,
        [["アクションアイテム", "期日", "対応状況", "メモ"], ["測量を依頼", "2026/12/1", "未着手", "急ぎ"]],
        {"title": "測量を依頼", "due_on": date(2026, 12, 1), "state": "open", "note": "急ぎ"},
    ),
    (
        "decisions",
        Decision,
        [["決議事項", "決裁日", "決定理由"], ["鋼橋とする", "2026/11/2", "工期"]],
        {"title": "鋼橋とする", "decided_on": date(2026, 11, 2), "reason": "工期"},
    ),
    (
        "decisions",
        Decision,
        [["Decision date", "Topic", "Rationale"], ["2026-11-02", "Steel", "Time"]],
        {"title": "Steel", "decided_on": date(2026, 11, 2), "reason": "Time"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "model", "rows", "expected"), SHEETS)
def test_a_log_kept_in_a_sheet_is_taken_under_its_own_headings(
    office: Office, key: str, model: type[Any], rows: list[list[str]], expected: dict[str, Any]
) -> None:
    answer = paste(office.manager, of_project(office, key), clipboard(*rows))
    assert answer.status_code == 302, [row.form.errors for row in answer.context["pasted"].rows]
    record = stored(office, model)
    assert {name: getattr(record, name) for name in expected} == expected


def test_a_list_of_projects_is_taken_with_money_in_the_unit_of_its_heading(office: Office) -> None:
    rows = [
        ["No", "案件番号", "工事名", "所管部署", "当初予算（千円）", "予算額 [百万円]", "完了予定日"],
        ["1", "K-17", "港湾の改修", "Harbor", "1,200", "3億円", "2027/3/31"],
    ]
    assert paste(office.manager, "projects/paste/", clipboard(*rows)).status_code == 302
    with office.inside():
        found = Project.objects.get(code="K-17")
    assert (found.name, found.department_id) == ("港湾の改修", office.department().pk)
    assert found.original_budget == Decimal(1_200_000)
    assert found.latest_budget == Decimal(300_000_000)
    assert found.baseline_finish == date(2027, 3, 31)


def test_lists_of_people_and_departments_are_taken_under_their_own_headings(office: Office) -> None:
    with_units = clipboard(["組織名", "組織コード", "上位組織"], ["第二課", "D2", "Harbor"])
    assert paste(office.manager, "departments/paste/", with_units).status_code == 302
    assert stored(office, Department).parent_id == office.department().pk
    with_people = clipboard(
        ["苗字", "名", "セイ", "メール", "所属"], ["花田", "桃子", "ハナダ", "h@north.example", "D2"]
    )
    assert paste(office.manager, "people/paste/", with_people).status_code == 302
    hana = stored(office, Person)
    assert (hana.family_name, hana.given_name, hana.family_name_reading) == ("花田", "桃子", "ハナダ")
    assert (hana.email, hana.department_id) == ("h@north.example", stored(office, Department).pk)


def test_a_guess_is_shown_as_one_and_a_label_is_not(office: Office) -> None:
    block = clipboard(["Name", "基準　日", "見込（最新）", "Smell"], ["Break", "2027-01-05", "", "salt"])
    answer = paste(office.pm, of_bridge(office), block, apply=False)
    assert columns_of(answer) == {
        "Name": ("name", False),
        "基準　日": ("baseline_on", True),
        "見込（最新）": ("forecast_on", True),
        "Smell": ("", False),
    }
    assert answer.content.decode().count(">guess<") == 2


def test_the_closest_name_takes_a_field_and_the_other_column_waits_to_be_asked(office: Office) -> None:
    block = clipboard(["期限", "Milestone", "Planned date"], ["2027-02-01", "Break", "2027-01-05"])
    answer = paste(office.pm, of_bridge(office), block, apply=False)
    assert [each[0] for each in columns_of(answer).values()] == ["", "name", "baseline_on"]
    assert "Columns that nothing is known of were left out: 期限" in answer.content.decode()


def test_a_reader_sends_a_column_elsewhere_and_that_is_stored(office: Office) -> None:
    block = clipboard(["名称", "期限"], ["Break", "2027-01-05"])
    shown = paste(office.pm, of_bridge(office), block, apply=False)
    told = {**said(shown), "column_1": "forecast_on"}
    again = office.pm.post(of_bridge(office), {"block": block, **told})
    assert columns_of(again)["期限"] == ("forecast_on", False)
    answer = office.pm.post(of_bridge(office), {"block": block, **told, "apply": "1"})
    assert answer.status_code == 302
    found = office.milestone("Break")
    assert found
    assert (found.baseline_on, found.forecast_on) == (None, date(2027, 1, 5))


def test_a_column_that_goes_nowhere_is_not_stored(office: Office) -> None:
    block = clipboard(["名称", "期限"], ["Break", "2027-01-05"])
    told = said(paste(office.pm, of_bridge(office), block, apply=False))
    office.pm.post(of_bridge(office), {"block": block, **told, "column_1": "", "apply": "1"})
    found = office.milestone("Break")
    assert found
    assert found.baseline_on is None


def test_two_columns_for_one_field_are_refused_at_the_second(office: Office) -> None:
    block = clipboard(["名称", "予定日", "見込日"], ["Break", "2027-01-05", "2027-02-05"])
    told = said(paste(office.pm, of_bridge(office), block, apply=False))
    answer = office.pm.post(of_bridge(office), {"block": block, **told, "column_2": "baseline_on", "apply": "1"})
    assert answer.status_code == 422
    assert list(answer.context["columns"].errors) == ["column_2"]
    assert "Another column holds this already." in answer.content.decode()
    assert office.milestones() == ["Opening"]


def test_what_was_said_of_one_block_is_not_held_against_another(office: Office) -> None:
    told = said(paste(office.pm, of_bridge(office), clipboard(["期限", "名称"], ["2027-01-05", "Break"]), apply=False))
    answer = office.pm.post(of_bridge(office), {"block": clipboard(["名称", "期限"], ["Check", "2027-01-05"]), **told})
    assert columns_of(answer) == {"名称": ("name", False), "期限": ("baseline_on", True)}


def test_an_unknown_header_is_a_row_until_the_reader_says_that_it_names_the_columns(office: Office) -> None:
    block = clipboard(["なまえ", "いつ"], ["Break", "2027-01-05"])
    shown = paste(office.pm, of_bridge(office), block, apply=False)
    assert columns_of(shown) == {"0": ("name", True), "1": ("baseline_on", True)}
    assert shown.context["pasted"].bad == 1
    told = {**said(shown), "headed": "on"}
    answer = office.pm.post(of_bridge(office), {"block": block, **told, "apply": "1"})
    assert answer.status_code == 302
    assert office.milestones() == ["Break", "Opening"]


def test_a_field_that_is_closed_to_the_reader_is_not_offered_and_not_taken(office: Office) -> None:
    path, block = of_project(office, "risks"), clipboard(["リスク名", "損失額"], ["Storm", "5"])
    answer = paste(office.lead, path, block, apply=False)
    assert answer.status_code == 200
    assert columns_of(answer)["損失額"] == ("", False)
    told = {**said(answer), "column_1": "loss_amount"}
    assert office.lead.post(path, {"block": block, **told, "apply": "1"}).status_code == 422
    with office.inside():
        assert not Risk.objects.exists()


def test_a_block_wider_than_any_sheet_is_refused(office: Office) -> None:
    answer = paste(office.pm, of_bridge(office), "\t".join(["x"] * 101))
    assert answer.status_code == 422
    assert "Paste at most 100 columns at a time." in answer.content.decode()
