"""The search over every register: words in any spelling, rights as in lists, nothing of another organization."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.kernel.parsing import fold
from pmo_site.resources.fields import Text
from pmo_site.resources.models import SearchEntry
from pmo_site.resources.resource import resources
from pmo_site.resources.search.plans import search_plan, search_plans
from pmo_site.resources.search.selectors import finds
from portfolio.models import Portfolio, Program
from projects.models import Milestone, Project
from projects.services.project import project_create, project_revise
from tests.api.world import facts, problem
from tests.resources.office import Office, make_office

pytestmark = pytest.mark.django_db

RANGES = [
    (0x20, 0x7E),
    (0xA0, 0x12F),
    (0x391, 0x3C9),
    (0x200B, 0x2015),
    (0x3000, 0x30FF),
    (0x4E00, 0x4E20),
    (0xFF01, 0xFF9F),
]
WRITTEN = [chr(code) for first, last in RANGES for code in range(first, last + 1)]
"""What people of both languages write: Latin letters with their marks, Greek, kana, characters, and other widths."""


def titles(actor: Actor, typed: str, *, each: int = 5) -> list[str]:
    return [row.title for found in finds(actor, typed, each=each) for row in found.rows]


def test_a_milestone_is_found_by_any_spelling_of_its_kana(office: Office) -> None:
    with office.inside():
        Milestone.objects.create(project=office.project(), name="キカン系サーバー切替", baseline_on="2026-12-01")
        for typed in ("きかん", "ｷｶﾝ", "kikan", "ｋｉｋａｎ", "ＫＩＫＡＮ", "サーバ", "sa-ba-", "kikan 切替"):
            assert titles(office.actor, typed) == ["キカン系サーバー切替"], typed
        assert titles(office.actor, "kikan 停止") == []
        assert finds(office.actor, "  ", each=5) == []


def test_every_word_must_stand_and_any_column_may_hold_it(office: Office) -> None:
    with office.inside():
        assert titles(office.actor, "bri") == ["Bridge"]
        assert titles(office.actor, "p-1 bridge") == ["Bridge"]
        assert titles(office.actor, "p-1 tunnel") == []


def test_what_looks_like_a_pattern_is_a_text(office: Office) -> None:
    with office.inside():
        Milestone.objects.create(project=office.project(), name="100%_done", baseline_on="2026-12-01")
        assert titles(office.actor, "%_") == ["100%_done"]
        assert titles(office.actor, "_%") == []
        assert titles(office.actor, "\x00'\\") == []


def test_people_are_found_by_their_reading_and_called_in_the_readers_order(office: Office) -> None:
    with office.inside(), override("ja"):
        Person.objects.create(
            family_name="森", given_name="直樹", family_name_reading="モリ", given_name_reading="ナオキ"
        )
        assert titles(office.actor, "ｍｏｒｉ") == ["森 直樹"]
    with office.inside(), override("en"):
        Person.objects.create(family_name="Wells", given_name="Naoki")
        assert titles(office.actor, "naoki") == ["Naoki Wells", "森 直樹"]


@pytest.mark.parametrize("typed", ["kikan", "きかんけい", "ｷｶﾝｹｲ", "kikankei sasshin", "基幹"])
def test_a_name_in_characters_is_found_by_its_reading_in_lists_and_everywhere(office: Office, typed: str) -> None:
    with office.inside():
        values = facts(code="P-9", name="基幹系刷新", reading="キカンケイ サッシン")
        project_create(actor=office.actor, values=values)
        portfolio = Portfolio.objects.create(code="PF", name="基幹系", reading="きかんけいさっしん")
        Program.objects.create(code="PG", name="基幹系統", reading="きかんけい さっしん", portfolio=portfolio)
        assert set(titles(office.actor, typed)) == {"基幹系刷新", "基幹系", "基幹系統"}
    for register, name in (("projects", "基幹系刷新"), ("portfolios", "基幹系"), ("programs", "基幹系統")):
        assert office.manager.names(f"{register}/?{urlencode({'q': typed})}") == [name]
    assert (
        "基幹系刷新" in office.manager.get(f"search/?{urlencode({'q': typed})}", **{"PM-Palette": "1"}).content.decode()
    )


def test_a_reading_that_changes_is_found_by_the_new_one_alone(office: Office) -> None:
    with office.inside():
        project = project_create(actor=office.actor, values=facts(code="P-9", name="配車", reading="はいしや"))
        project_revise(actor=office.actor, project=project, version=1, values={"reading": "はいしゃ"})
        assert titles(office.actor, "haisha") == ["配車"]
        assert titles(office.actor, "haishiya") == []


def test_an_entry_follows_its_record_through_every_kind_of_write(office: Office) -> None:
    with office.inside():
        project = office.project()
        made = Milestone.objects.bulk_create([Milestone(project=project, name="Handover", baseline_on="2026-12-01")])[0]
        assert titles(office.actor, "handover") == ["Handover"]
        Milestone.objects.filter(pk=made.pk).update(name="Farewell")
        assert titles(office.actor, "handover") == []
        assert titles(office.actor, "farewell") == ["Farewell"]
        made.delete()
        assert titles(office.actor, "farewell") == []
        assert not SearchEntry.objects.filter(pk=made.pk).exists()


def test_a_reader_finds_what_their_lists_show_and_nothing_else(office: Office) -> None:
    with office.inside():
        Milestone.objects.create(project=office.project("P-2"), name="Opening of the tunnel", baseline_on="2026-12-01")
    with office.world.manager.acting() as manager:
        assert set(titles(manager, "opening")) == {"Opening", "Opening of the tunnel"}
        assert titles(manager, "tunnel") == ["Tunnel", "Opening of the tunnel"]
    with office.world.lead.acting() as lead:
        assert titles(lead, "opening") == ["Opening"]
        assert titles(lead, "tunnel") == []
        assert titles(lead, "p-2") == []


def test_a_member_without_the_right_to_see_people_finds_none(office: Office) -> None:
    with office.world.lead.acting() as lead:
        mail = office.world.pm.user.email
        assert (Right.PEOPLE_VIEW in lead.everywhere) == bool(titles(lead, mail))


def test_nothing_of_another_organization_is_ever_found(office: Office) -> None:
    south = make_office("south")
    with south.inside():
        Project.objects.filter(code="P-1").update(name="Canary", folded_name="canary")
    with office.world.manager.acting() as manager:
        assert titles(manager, "canary") == []
        assert SearchEntry.objects.filter(words__contains="canary").count() == 0
    with south.world.manager.acting() as manager:
        assert titles(manager, "canary") == ["Canary"]


def test_archived_records_and_those_of_archived_projects_are_left_out(office: Office) -> None:
    with office.inside():
        Project.objects.filter(code="P-1").update(archived_at="2026-11-01T00:00:00Z")
        assert titles(office.actor, "bridge") == []
        assert titles(office.actor, "opening") == []


def test_a_code_typed_whole_comes_first_however_many_newer_records_hold_it(office: Office) -> None:
    with office.inside():
        for number in range(12):
            Project.objects.create(code=f"P-1{number}", name=f"Newer {number}", folded_name=f"newer {number}")
        assert titles(office.actor, "p-1")[0] == "Bridge"
        assert titles(office.actor, "Ｐ－１")[0] == "Bridge"
        found = next(each for each in finds(office.actor, "p-1", each=5) if each.kind.key == "projects")
        assert (len(found.rows), found.more) == (5, True)


def test_the_number_of_queries_does_not_grow_with_what_is_found(office: Office) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert titles(office.actor, "openi", each=50)
        return len(queries)

    with office.inside():
        before = cost()
        for number in range(20):
            Milestone.objects.create(project=office.project(), name=f"Opening {number}", baseline_on="2026-12-01")
        assert cost() == before == 2


def test_what_is_closed_to_some_readers_is_not_kept_for_the_search() -> None:
    for resource in resources():
        plan = search_plan(resource)
        closed = {field.search for field in resource.fields if isinstance(field, Text) and field.right}
        assert not closed & set(plan.columns if plan else ())


def test_every_kind_that_declares_a_search_is_kept_by_a_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'search_keep'"
        )
        standing = {row[0] for row in cursor.fetchall()}
    assert standing == {plan.table for plan in search_plans()}
    searched = {each.key for each in resources() if any(getattr(field, "search", "") for field in each.fields)}
    assert searched | {"comments", "files", "reports"} == {plan.register for plan in search_plans()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(WRITTEN))
def test_the_database_folds_as_the_product_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_fold(search_fold(%s)), search_fold(%s)", [text, fold(text)])
        once, again = cursor.fetchone()
    assert once == again


def test_the_field_of_a_list_finds_by_the_same_words(office: Office) -> None:
    with office.inside():
        Milestone.objects.create(project=office.project(), name="キカン系サーバー切替", baseline_on="2026-12-01")
    desk = office.manager
    for typed in ("ｋｉｋａｎ", "さーば", "切替"):
        assert desk.names(f"milestones/?q={typed}") == ["キカン系サーバー切替"], typed
    assert desk.names("milestones/?q=opening") == ["Opening"]
    assert desk.names("milestones/?q=opening+kikan") == []


def test_the_page_groups_what_it_found_and_leads_to_the_list_where_there_is_more(office: Office) -> None:
    with office.inside():
        for number in range(21):
            Milestone.objects.create(project=office.project(), name=f"Bridge part {number}", baseline_on="2026-12-01")
    page = office.manager.get("search/?q=bridge")
    groups = {group.key: group for group in page.context["groups"]}
    assert set(groups) == {"projects", "milestones"}
    assert len(groups["milestones"].lines) == 20
    assert groups["milestones"].more_url.endswith("/milestones/?q=bridge")
    assert groups["milestones"].lines[0].owner == "P-1 Bridge"
    assert groups["projects"].more_url == ""
    assert office.manager.get(groups["projects"].lines[0].url.removeprefix(office.manager.base)).status_code == 200


def test_the_palette_gets_options_alone_and_everybody_else_a_page(office: Office) -> None:
    options = office.manager.get("search/?q=bridge", **{"PM-Palette": "1"})
    assert b"<html" not in options.content
    assert b'role="option"' in options.content
    assert options.headers["Vary"].split(", ")[0] == "PM-Palette"
    assert "Nothing was found" in office.manager.page("search/?q=nowhere")
    assert "Find any record" in office.manager.page("search/")
    assert "&lt;script&gt;" in office.manager.page("search/?q=%3Cscript%3E")


def test_the_api_finds_the_same_and_refuses_what_it_does_not_know(office: Office) -> None:
    caller = office.world.caller(office.world.lead)
    body = caller.get("search/?q=opening").json()
    project = {"id": str(office.project().pk), "name": "P-1 Bridge"}
    assert [(each["kind"], each["title"], each["owner"]) for each in body["items"]] == [
        ("milestones", "Opening", project)
    ]
    assert body["more"] == []
    assert caller.get("search/?q=tunnel").json() == {"items": [], "more": []}
    assert caller.get("search/?q=bridge&kinds=milestones").json()["items"] == []
    assert caller.get("search/").json() == {"items": [], "more": []}
    for wrong in ("search/?q=a&kinds=secrets", "search/?q=a&limit=51", "search/?q=a&x=1"):
        problem(caller.get(wrong), 400, "invalid")
