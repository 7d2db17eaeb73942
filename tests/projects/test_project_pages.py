from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from projects.models import Milestone, Project, ProjectMember
from projects.services.member import member_revise
from tests.projects.cast import Cast
from tests.resources.toasts import undo_of
from tests.sheets import csv_lines


def _form(client: Client, address: str) -> dict[str, str]:
    """What a browser would send back from a form as it was shown."""
    form = client.get(address).context["form"]
    return {name: str(form[name].value() if form[name].value() is not None else "") for name in form.fields} | {
        "department": str(form.initial["department"].pk) if form.initial.get("department") else ""
    }


def test_a_refused_form_keeps_everything_typed_and_stores_nothing(cast: Cast) -> None:
    client, address = cast.client("pm"), cast.address(f"projects/{cast.project().pk}/edit/")
    typed = _form(client, address) | {"baseline_finish": "2020-01-01", "purpose": "typed for an hour"}
    response = client.post(address, typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "The finish is before the start." in page
    assert "typed for an hour" in page
    assert cast.project().version == 1


def test_what_people_type_is_understood(cast: Cast) -> None:
    client, address = cast.client("pm"), cast.address(f"projects/{cast.project().pk}/edit/")
    typed = _form(client, address) | {
        "latest_budget": "２１億５百万円",
        "actual_cost": "1,130,000千円",
        "forecast_finish": "令和9年6月10日",
        "percent_complete": "５５％",
    }
    assert client.post(address, typed).status_code == 302
    project = cast.project()
    assert [project.latest_budget, project.actual_cost] == [Decimal(2_105_000_000), Decimal(1_130_000_000)]
    assert project.forecast_finish is not None
    assert project.forecast_finish.isoformat() == "2027-06-10"
    assert project.percent_complete == Decimal(55)


def test_a_stale_save_shows_both_versions_and_the_next_one_keeps_mine(cast: Cast) -> None:
    client, address = cast.client("pm"), cast.address(f"projects/{cast.project().pk}/edit/")
    mine = _form(client, address) | {"name": "my name"}
    theirs = _form(client, address) | {"name": "their name"}
    assert client.post(address, theirs).status_code == 302
    conflict = client.post(address, mine)
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "their name" in page
    assert "my name" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert client.post(address, mine | {"version": version[1]}).status_code == 302
    assert cast.project().name == "my name"


def test_money_is_absent_for_whoever_may_not_see_it(cast: Cast) -> None:
    project = cast.project()
    stakeholder, manager = cast.client("stakeholder"), cast.client("pm")
    for path in ("", "history/", "health/"):
        address = cast.address(f"projects/{project.pk}/{path}")
        hidden, shown = stakeholder.get(address).content.decode(), manager.get(address).content.decode()
        assert "2,104" not in hidden, path
        assert "Latest budget" not in hidden, path
        assert path == "health/" or "2,104" in shown
    assert "Latest budget" not in stakeholder.get(cast.address("projects/")).content.decode()


def test_the_list_is_narrowed_sorted_and_paged_by_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmo_site.resources.views.lists.PAGE_SIZE", 2)
    client = cast.client("pmo-manager")
    seen: list[str] = []
    address = cast.address("projects/") + "?sort=-forecast_finish"
    while address:
        context = client.get(address).context
        seen += [line.record.code for line in context["lines"]]
        address = cast.address("projects/") + context["pager"].next_url if context["pager"].next_url else ""
    with tenant(Organization.objects.get(slug="hokuto").id):
        expected = list(Project.objects.order_by("-forecast_finish", "pk").values_list("code", flat=True))
    assert seen == expected
    page = client.get(cast.address("projects/") + "?q=ｷｶﾝｹｲ刷新")
    assert page.status_code == 200
    assert [line.record.code for line in client.get(cast.address("projects/") + "?q=基幹系").context["lines"]] == [
        "P-2601"
    ]


@pytest.mark.parametrize(
    "query",
    [
        "?sort=owner__password",
        "?after=%00",
        "?after=AAAA",
        "?department=x&status=zzz",
        "?q=%00",
        "?forecast_finish_year=9",
    ],
)
def test_a_query_that_makes_no_sense_shows_the_list_and_never_fails(cast: Cast, query: str) -> None:
    assert cast.client("pmo-manager").get(cast.address("projects/") + query).status_code == 200


def test_archiving_offers_undo_and_undo_restores(cast: Cast) -> None:
    project, client = cast.project(), cast.client("pmo-manager")
    page = client.post(cast.address(f"projects/{project.pk}/archive/"), follow=True).content.decode()
    client.post(undo_of(page))
    assert cast.project().archived_at is None


def test_a_deleted_milestone_can_be_undone_from_the_toast(cast: Cast) -> None:
    client = cast.client("pm")
    with cast.acting("pm"):
        milestone = Milestone.objects.filter(project=cast.project()).first()
    assert milestone is not None
    page = client.post(cast.address(f"milestones/{milestone.pk}/delete/"), follow=True).content.decode()
    assert client.post(undo_of(page)).status_code == 302
    with cast.acting("pm"):
        assert Milestone.objects.filter(pk=milestone.pk).exists()


def test_history_speaks_in_words_and_names(cast: Cast) -> None:
    client, project = cast.client("pm", "ja"), cast.project()
    address = cast.address(f"projects/{project.pk}/edit/")
    client.post(address, _form(client, address) | {"status": "on_hold"})
    page = client.get(cast.address(f"projects/{project.pk}/history/")).content.decode()
    assert "佐藤 健一" in page
    assert "保留" in page
    assert str(project.department_id) not in page


def test_a_role_shows_who_changed_it(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        member = ProjectMember.objects.get(project=project, role="member")
        values = {name: getattr(member, name) for name in ("person", "role", "starts_on", "ends_on")}
        member_revise(actor=actor, member=member, version=1, values={**values, "allocation": 40})
    page = cast.client("pm").get(cast.address(f"projects/{project.pk}/people/{member.pk}/")).content.decode()
    history = page.partition('id="history"')[2]
    assert "<ins>40</ins>" in history
    assert "佐藤 健一" in history


def test_the_fiscal_year_follows_the_organizations_first_month(cast: Cast) -> None:
    client, address = cast.client("pm"), cast.address(f"projects/{cast.project('P-2604').pk}/")
    finish = cast.project("P-2604").forecast_finish
    assert finish is not None
    by_april = finish.year if finish.month >= 4 else finish.year - 1
    assert f"FY{by_april}" in client.get(address).content.decode()
    with tenant(Organization.objects.get(slug="hokuto").id):
        OrganizationSettings.objects.update(fiscal_year_start=1)
    assert f"FY{finish.year}" in client.get(address).content.decode()


def test_the_people_of_a_project_are_a_file_with_their_roles_and_days(cast: Cast) -> None:
    address = cast.address(f"projects/{cast.project().pk}/people/")
    shown = cast.client("pm").get(address).context["members"]
    lines = csv_lines(cast.client("pm"), f"{address}?format=csv")
    assert [(line["Role"], line["From"]) for line in lines] == [
        (str(member.get_role_display()), str(member.starts_on)) for member in shown
    ]
    assert cast.client("pm-other").get(f"{address}?format=csv").status_code == 404
