"""Lists that sort by name sort as names are spoken, where the register keeps a reading; pages and API alike."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_site.accounts.directory import person_choices
from pmo_site.accounts.models import Person
from pmo_site.accounts.services.people import PersonFacts, person_create
from pmo_site.audit.history import history_of
from portfolio.models import Portfolio
from projects.models import Project
from projects.services.project import project_create, project_revise
from tests.resources.office import Office

NAMES = [
    ("港湾改修", "コウワンカイシュウ"),
    ("橋梁点検", "ｷｮｳﾘｮｳﾃﾝｹﾝ"),
    ("配水管更新", "はいすいかんこうしん"),
    ("アンカー工事", ""),
    ("Ａ棟改修", ""),
    ("サーバー更改", "さーばーこうかい"),
]
SPOKEN = ["Ａ棟改修", "アンカー工事", "橋梁点検", "港湾改修", "サーバー更改", "配水管更新"]


@pytest.fixture
def named(office: Office) -> Office:
    """Projects that are written otherwise than they are spoken."""
    with office.inside():
        for place, (name, reading) in enumerate(NAMES):
            values = {"code": f"S-{place}", "name": name, "reading": reading, "currency": "JPY"}
            project_create(actor=office.actor, values=values)
    return office


def own(names: list[str]) -> list[str]:
    return [name for name in names if name in SPOKEN]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_projects_stand_as_they_are_spoken(named: Office, language: str) -> None:
    desk = named.desk(named.world.manager, language)
    assert own(desk.names("projects/?sort=name")) == SPOKEN
    assert own(desk.names("projects/?sort=-name")) == SPOKEN[::-1]


def test_pages_of_the_api_follow_one_another_in_that_order(named: Office) -> None:
    caller, found = named.world.caller(named.world.manager), list[str]()
    address = f"{caller.base}projects/?sort=name&limit=2"
    while address:
        page = caller.client.get(address).json()
        found += [row["name"] for row in page["items"]]
        address = page["next"]
    assert own(found) == SPOKEN
    assert len(found) == len(set(found))


def test_the_place_follows_a_new_reading_and_is_no_part_of_history(named: Office) -> None:
    with named.inside():
        project = Project.objects.get(name="配水管更新")
        values = {"reading": "アアア"}
        revised = project_revise(actor=named.actor, project=project, version=project.version, values=values)
        assert [each.field for each in history_of(revised)[0].differences if "sort" in each.field] == []
    assert own(named.manager.names("projects/?sort=name"))[1] == "配水管更新"


def people(office: Office, *facts: tuple[str, str, str, str]) -> None:
    with office.inside():
        for family, given, family_reading, given_reading in facts:
            person_create(actor=office.actor, facts=PersonFacts(family, given, family_reading, given_reading))


def test_people_stand_by_their_reading_and_else_by_their_name(office: Office) -> None:
    people(
        office,
        ("渡辺", "一郎", "ワタナベ", "イチロウ"),
        ("阿部", "次郎", "アベ", "ジロウ"),
        ("阿部", "花子", "アベ", "ハナコ"),
        ("Smith", "Anna", "", ""),
        ("Adams", "Zoe", "", ""),
        ("加藤", "", "かとう", ""),
    )
    order = ["Adams", "Smith", "阿部 次郎", "阿部 花子", "加藤", "渡辺 一郎"]
    shown = office.manager.names("people/?sort=name")
    assert [
        next(name for name in order if name in each) for each in shown if any(map(each.__contains__, order))
    ] == order
    with office.inside():
        offered = [person.family_name for person in person_choices()]
    assert [name for name in offered if name in {"Adams", "Smith", "加藤", "渡辺"}] == [
        "Adams",
        "Smith",
        "加藤",
        "渡辺",
    ]


@pytest.mark.parametrize("kind", [Project, Portfolio, Person])
def test_who_writes_in_bulk_keeps_the_place_as_well(office: Office, kind: Any) -> None:
    names = (
        {"family_name": "北", "family_name_reading": "キタ"} if kind is Person else {"name": "北", "reading": "キタ"}
    )
    more: dict[str, Any] = {"folded_name": "北"} if kind is Project else {}
    more |= {} if kind is Person else {"code": "K-1"}
    with office.inside():
        kind.objects.bulk_create([kind(**names, **more)])
        found = kind.objects.get(**names)
        assert found.sort_name.strip() == "きた"
