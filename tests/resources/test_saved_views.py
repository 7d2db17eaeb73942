"""Saved views: a list as somebody wants it again; whoever opens it sees with their own rights."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_site.resources.models import SavedView
from projects.services.project import project_revise
from tests.api.world import fields_of, problem
from tests.resources.office import Desk, Office, make_office


def keep(desk: Desk, name: str, *, shared: bool = False, register: str = "projects", **query: str) -> Any:
    return desk.post(f"views/{register}/", {"name": name, **({"is_shared": "on"} if shared else {}), **query})


def saved(office: Office) -> list[SavedView]:
    with office.inside():
        return list(SavedView.objects.order_by("name"))


def tabs(desk: Desk) -> list[str]:
    return [str(tab.label) for tab in desk.get("projects/").context["views"]]


def test_a_view_brings_filter_sort_and_columns_back_in_page_file_and_api(office: Office) -> None:
    desk = office.manager
    answer = keep(desk, "Tunnels", q="tunnel", sort="-name", columns="name,tier")
    (view,) = saved(office)
    assert answer.headers["Location"] == f"/o/north/projects/?view={view.pk}"
    shown = desk.get(f"projects/?view={view.pk}")
    assert [line.name for line in shown.context["lines"]] == ["Tunnel"]
    assert [head.column.key for head in shown.context["heads"]] == ["name", "tier"]
    file = desk.get(f"projects/?view={view.pk}&format=csv").content.decode("utf-8-sig").splitlines()
    assert file == ["Name,Governance tier", "Tunnel,Standard"]
    caller = office.world.caller(office.world.manager)
    for named in ("Tunnels", str(view.pk)):
        assert [row["name"] for row in caller.get(f"projects/?view={named}").json()["items"]] == ["Tunnel"]
    wide = caller.get("projects/?view=Tunnels&q=e").json()["items"]
    assert [row["name"] for row in wide] == ["Tunnel", "Bridge"]


def test_only_what_a_list_knows_is_kept(office: Office) -> None:
    keep(office.manager, "Odd", q="x", after="AAAA", before="B", format="xlsx", organization="1", evil="<script>")
    assert saved(office)[0].query == {"q": "x"}


def test_a_private_view_is_its_owner_s_alone(office: Office) -> None:
    keep(office.manager, "Mine", q="bridge")
    (view,) = saved(office)
    assert tabs(office.manager) == ["All", "Mine"]
    assert tabs(office.pm) == []
    shown = office.pm.get(f"projects/?view={view.pk}")
    assert shown.context["listing"].view is None
    for named in ("Mine", str(view.pk)):
        answer = office.world.caller(office.world.pm).get(f"projects/?view={named}")
        assert fields_of(problem(answer, 400, "invalid")) == {("view", "unknown")}


def test_a_shared_view_is_everybody_s_to_use_and_its_owner_s_to_delete(office: Office) -> None:
    keep(office.manager, "Ours", shared=True, q="bridge")
    (view,) = saved(office)
    assert tabs(office.pm) == ["All", "Ours"]
    assert office.pm.names(f"projects/?view={view.pk}") == ["Bridge"]
    assert "Delete view" not in office.pm.page(f"projects/?view={view.pk}")
    assert office.pm.post(f"views/{view.pk}/delete/").status_code == 404
    assert len(saved(office)) == 1
    assert "Delete view" in office.manager.page(f"projects/?view={view.pk}")
    assert office.manager.post(f"views/{view.pk}/delete/").status_code == 302
    assert saved(office) == []


def test_a_shared_view_opens_nothing_that_is_closed_to_the_reader(office: Office) -> None:
    with office.inside():
        tunnel = office.project("P-2")
        project_revise(actor=office.actor, project=tunnel, version=1, values={"latest_budget": 5})
    keep(
        office.manager, "Rich", shared=True, latest_budget_min="10", sort="-latest_budget", columns="name,latest_budget"
    )
    (view,) = saved(office)
    assert office.manager.names(f"projects/?view={view.pk}") == ["Bridge"]
    shown = office.lead.get(f"projects/?view={view.pk}")
    assert [line.name for line in shown.context["lines"]] == ["Bridge"]
    assert [head.column.key for head in shown.context["heads"]] == ["name"]
    assert "1,200" not in shown.content.decode()
    answer = office.world.caller(office.world.lead).get("projects/?view=Rich")
    assert answer.status_code == 200
    assert [row["name"] for row in answer.json()["items"]] == ["Bridge"]
    assert "latest_budget" not in answer.json()["items"][0]


def test_the_same_name_renews_the_view_and_one_s_own_comes_before_a_shared_one(office: Office) -> None:
    keep(office.manager, "Look", shared=True, q="bridge")
    keep(office.manager, "Look", shared=True, q="tunnel")
    assert [view.query for view in saved(office)] == [{"q": "tunnel"}]
    keep(office.pm, "Look", q="bridge")
    items = office.world.caller(office.world.pm).get("projects/?view=Look").json()["items"]
    assert [row["name"] for row in items] == ["Bridge"]


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_a_view_without_a_proper_name_is_not_kept(office: Office, name: str) -> None:
    desk = office.manager
    assert "Give the view a name." in desk.told(keep(desk, name, q="x"))
    assert saved(office) == []


def test_a_view_made_in_a_project_s_list_leads_back_there(office: Office) -> None:
    path = f"/o/north/projects/{office.project().pk}/milestones/"
    answer = keep(office.pm, "Open", register="milestones", q="open", back=f"{path}?q=open")
    assert answer.headers["Location"] == f"{path}?view={saved(office)[0].pk}"


def test_a_view_of_another_register_or_organization_is_unknown(office: Office) -> None:
    keep(office.manager, "Theirs", register="milestones", shared=True, q="x")
    (view,) = saved(office)
    assert office.manager.get(f"projects/?view={view.pk}").context["listing"].view is None
    assert office.manager.post("views/nothing/", {"name": "x"}).status_code == 404
    south = make_office("south")
    assert south.manager.get(f"milestones/?view={view.pk}").context["listing"].view is None
    assert south.manager.post(f"views/{view.pk}/delete/").status_code == 404
    assert len(saved(office)) == 1


def test_nobody_hoards_views(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmo_site.resources.services.saved.MOST_VIEWS", 1)
    desk = office.manager
    keep(desk, "One", q="x")
    assert "You have 100 views of this list." in desk.told(keep(desk, "Two", q="x"))
    assert [view.name for view in saved(office)] == ["One"]


def test_a_deleted_view_comes_back_by_its_toast_and_only_for_its_owner(office: Office) -> None:
    desk = office.manager
    keep(desk, "Tunnels", q="tunnel")
    (view,) = saved(office)
    page = desk.told(desk.post(f"views/{view.pk}/delete/"))
    undo = f"/o/north/views/{view.pk}/undelete/"
    assert f'action="{undo}"' in page
    assert saved(office) == []
    assert office.pm.post(undo).status_code == 404
    assert saved(office) == []
    answer = desk.post(undo)
    assert answer.headers["Location"] == f"/o/north/projects/?view={view.pk}"
    assert (saved(office)[0].pk, saved(office)[0].query) == (view.pk, {"q": "tunnel"})
    assert desk.post(undo).status_code == 302
    assert len(saved(office)) == 1


def test_a_link_to_a_view_that_is_gone_says_so(office: Office) -> None:
    keep(office.manager, "Mine", q="tunnel")
    (view,) = saved(office)
    words = "This view was deleted or is not shared with you."
    assert words in office.pm.page(f"projects/?view={view.pk}")
    assert words not in office.manager.page(f"projects/?view={view.pk}")
