"""What people write in a cell of their own sheet: a whole name, a word of a choice in either language or its code."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_site.accounts.models import Department, Person
from pmo_site.resources.columns import pastable
from pmo_site.resources.resource import Resource, resources
from projects.models import Project
from support_office.models import Issue, Risk
from tests.resources.office import Office
from tests.resources.test_paste import clipboard, paste
from tests.resources.test_paste_columns import columns_of, of_project, said, stored
from tests.resources.toasts import undo_of

PASTE = "people/paste/"


def person(office: Office) -> Any:
    return stored(office, Person)


def names_of(found: Person) -> tuple[str, str, str, str]:
    return found.family_name, found.given_name, found.family_name_reading, found.given_name_reading


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        (["氏名", "フリガナ"], ["山田　太郎", "ヤマダ タロウ"], ("山田", "太郎", "ヤマダ", "タロウ")),
        (["名前"], ["山田 太郎"], ("山田", "太郎", "", "")),
        (["Name", "E-mail"], ["Taro Yamada", "taro@north.example"], ("Yamada", "Taro", "", "")),
        (["氏名", "姓"], ["山田 太郎", "山多"], ("山多", "太郎", "", "")),
        (["姓", "氏名"], ["", "山田 太郎"], ("山田", "太郎", "", "")),
        (["姓", "名", "氏名"], ["山田", "太郎", "山田太郎"], ("山田", "太郎", "", "")),
        (["氏名（カナ）", "氏名"], ["ヤマダ　タロウ", "山田　太郎"], ("山田", "太郎", "ヤマダ", "タロウ")),
    ],
)
def test_a_whole_name_in_one_cell_fills_both_of_its_parts(
    office: Office, heads: list[str], cells: list[str], expected: tuple[str, str, str, str]
) -> None:
    before, desk = office.people(), office.manager
    answer = paste(desk, PASTE, clipboard(heads, cells))
    assert answer.status_code == 302, answer.context["pasted"].rows[0].form.errors
    assert names_of(person(office)) == expected
    desk.post(undo_of(desk.told(answer)))
    assert office.people() == before


@pytest.mark.parametrize(("language", "words"), [("en", "cannot be told apart"), ("ja", "区切りがわかりません")])
def test_a_name_that_does_not_tell_its_parts_is_said_at_its_cell_and_nothing_is_stored(
    office: Office, language: str, words: str
) -> None:
    before, desk = office.people(), office.desk(office.world.manager, language)
    block = clipboard(["氏名", "メール"], ["山田 太郎", "t@north.example"], ["佐藤花子", "h@north.example"])
    answer = paste(desk, PASTE, block)
    pasted = answer.context["pasted"]
    assert (answer.status_code, pasted.bad) == (200, 1)
    (name, problems), (mail, fine) = pasted.rows[1].shown(pasted.fields)
    assert (name, len(problems), words in problems[0]) == ("佐藤花子", 1, True)
    assert (mail, fine) == ("h@north.example", [])
    assert answer.content.decode().count(words) == 1
    assert office.people() == before


def test_a_part_that_is_too_long_is_said_at_the_cell_that_holds_the_whole(office: Office) -> None:
    answer = paste(office.manager, PASTE, clipboard(["氏名"], [f"{'山' * 101} 太郎"]), apply=False)
    pasted = answer.context["pasted"]
    assert len(pasted.rows[0].shown(pasted.fields)[0][1]) == 1


def test_without_heads_the_reader_says_that_a_column_holds_whole_names(office: Office) -> None:
    block = clipboard(["山田 太郎"], ["佐藤 花子"])
    shown = paste(office.manager, PASTE, block, apply=False)
    assert columns_of(shown) == {"0": ("family_name", True)}
    told = {**said(shown), "column_0": "name"}
    assert office.manager.post(f"/o/north/{PASTE}", {"block": block, **told, "apply": "1"}).status_code == 302
    assert names_of(person(office))[:2] == ("佐藤", "花子")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("written", ["高", "High", "HIGH", "ｈｉｇｈ", "high", " high "])
def test_a_priority_is_known_in_either_language_by_its_code_and_in_any_width(
    office: Office, written: str, language: str
) -> None:
    block = clipboard(["課題名", "優先度"], ["橋脚の沈下", written])
    answer = paste(office.desk(office.world.manager, language), of_project(office, "issues"), block)
    assert answer.status_code == 302, answer.context["pasted"].rows[0].form.errors
    assert stored(office, Issue).priority == "high"


@pytest.mark.parametrize("written", ["on_hold", "ON-HOLD", "On hold", "ｏｎ　ｈｏｌｄ", "保留", "踊り中"])
def test_a_status_is_known_by_its_code_however_it_is_written(office: Office, written: str) -> None:
    answer = paste(office.manager, "projects/paste/", clipboard(["Name", "Status"], ["Quay", written]))
    with office.inside():
        found = Project.objects.filter(name="Quay").values_list("status", flat=True).first()
    known = answer.status_code == 302
    assert (known, found) == ((True, "on_hold") if written != "踊り中" else (False, None))


@pytest.mark.parametrize("written", ["軽減", "Mitigate", "MITIGATE", "ｍｉｔｉｇａｔｅ"])
def test_a_strategy_is_known_so_too(office: Office, written: str) -> None:
    block = clipboard(["リスク", "対応方針"], ["台風", written])
    assert paste(office.manager, of_project(office, "risks"), block).status_code == 302
    assert stored(office, Risk).strategy == "mitigate"


@pytest.mark.parametrize("resource", resources(), ids=lambda each: each.key)
def test_texts_that_hold_several_fields_are_told_by_names_of_their_own(resource: Resource) -> None:
    fields = pastable(resource, resource.typed())
    names = [name.strip() for field in fields for name in field.names.split(",") if name.strip()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("written", ["未定", "-", "―", "TBD", "n/a", "Ｎ／Ａ", "不明"])
def test_a_word_for_unknown_leaves_a_day_an_amount_or_a_person_unknown(office: Office, written: str) -> None:
    heads, cells = ["Name", "終了見込日", "最新予算（千円）", "部門", "進捗率"], ["Quay", *[written] * 4]
    answer = paste(office.manager, "projects/paste/", clipboard(heads, cells))
    assert answer.status_code == 302, answer.context["pasted"].rows[0].form.errors
    with office.inside():
        found = Project.objects.get(name="Quay")
    assert (found.forecast_finish, found.latest_budget, found.department, found.percent_complete) == (None,) * 4


def test_a_department_called_na_is_found_by_its_name(office: Office) -> None:
    with office.inside():
        north_america = Department.objects.create(name="NA", folded_name="na")
    assert paste(office.manager, "projects/paste/", clipboard(["Name", "部門"], ["Quay", "ＮＡ"])).status_code == 302
    with office.inside():
        assert Project.objects.get(name="Quay").department == north_america


def test_a_word_for_unknown_is_a_text_in_a_text(office: Office) -> None:
    assert paste(office.manager, "projects/paste/", clipboard(["Name", "Purpose"], ["未定", "TBD"])).status_code == 302
    with office.inside():
        assert Project.objects.filter(name="未定", purpose="TBD").exists()


@pytest.mark.parametrize(
    ("written", "stored"), [("実行中", "active"), ("クローズ", "completed"), ("一時停止", "on_hold")]
)
def test_a_paste_knows_the_words_for_a_status_that_an_import_knows(office: Office, written: str, stored: str) -> None:
    assert paste(office.manager, "projects/paste/", clipboard(["Name", "状態"], ["Quay", written])).status_code == 302
    with office.inside():
        assert Project.objects.get(name="Quay").status == stored
