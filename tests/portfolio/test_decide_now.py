"""What waits above the project: asks of the board and overdue actions, with whose they are and what they are for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.kernel.ids import new_id
from pmo_site.resources.decisions import Decision, decision_page, decisions, first_of_each
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.keyset import CursorError
from support_office.models import Action, Issue
from support_office.selectors.overdue import overdue_actions
from support_office.services.action import action_create, action_delete, action_make, action_revise
from support_office.services.issue import issue_create
from tests.accounts.world import TODAY, client_of
from tests.api.world import World

PAGE = "/o/north/portfolio/decisions/"
LATE = TODAY - timedelta(days=10)


def written(world: World, **values: object) -> Action:
    with world.pm.acting() as actor:
        return action_create(actor=actor, project=world.project, values={"title": "Sign", "due_on": LATE, **values})


def item(world: World) -> Mapping[str, Any]:
    found: Mapping[str, Any] = world.caller(world.manager).get("portfolio/decisions/").json()
    return found


def test_an_action_past_its_day_is_told_with_its_owner_and_what_it_is_for(world: World) -> None:
    with world.pm.acting() as actor:
        issue = issue_create(actor=actor, project=world.project, values={"title": "Vendor late"})
        made = {"title": "Call the vendor", "due_on": LATE, "owner": world.pm.person}
        action, _made = action_make(actor=actor, source=issue, values=made)
        action_create(actor=actor, project=world.project, values={"title": "Today", "due_on": actor.today})
    told = item(world)
    assert told["counts"] == {"action": 1}
    only = told["items"][0]
    assert (only["text"], only["due_on"], only["is_overdue"]) == ("Call the vendor", LATE.isoformat(), True)
    assert (only["owner"], only["why"], only["told_in"]) == ("Member", f"{issue.code} Vendor late", action.code)
    assert only["url"] == f"/o/north/actions/{action.pk}/"
    for path in ("/o/north/portfolio/", PAGE, "/o/north/"):
        page = client_of(world.manager).get(path).content.decode()
        assert "Call the vendor" in page, path
        assert f"{issue.code} Vendor late" in page, path
        assert only["url"] in page, path


def test_who_sees_one_project_alone_is_told_of_its_actions_alone(world: World) -> None:
    written(world, title="Mine to see")
    with tenant(world.organization.id):
        copy = Action.objects.get()
        copy.pk, copy.project, copy.number, copy.code, copy.title = None, world.hidden, 99, "A-099", "Not mine"
        copy.save(force_insert=True)
    assert "Not mine" in client_of(world.manager).get(PAGE).content.decode()
    page = client_of(world.lead).get(PAGE).content.decode()
    assert "Mine to see" in page
    assert "Not mine" not in page
    texts = [each["text"] for each in world.caller(world.lead).get("portfolio/decisions/").json()["items"]]
    assert texts == ["Mine to see"]


def test_what_is_done_dropped_or_archived_waits_no_more(world: World) -> None:
    done, dropped = written(world), written(world, title="Other")
    with world.pm.acting() as actor:
        action_revise(actor=actor, action=done, version=done.version, values={"state": "done"})
        action_revise(actor=actor, action=dropped, version=dropped.version, values={"state": "dropped"})
        assert overdue_actions(actor) == []


def test_a_past_day_is_read_from_what_was_written_down_until_then(world: World) -> None:
    action = written(world, title="Sign")
    with world.pm.acting() as actor:
        assert [each.title for each in overdue_actions(actor, as_of=actor.today)] == ["Sign"]
        assert overdue_actions(actor, as_of=LATE - timedelta(days=30)) == []
        revised = action_revise(actor=actor, action=action, version=action.version, values={"state": "done"})
        assert overdue_actions(actor, as_of=actor.today) == []
        other = action_create(actor=actor, project=world.project, values={"title": "Gone", "due_on": LATE})
        assert [each.title for each in overdue_actions(actor, as_of=actor.today)] == ["Gone"]
        action_delete(actor=actor, action=other, version=other.version)
        assert overdue_actions(actor, as_of=actor.today) == []
    told = world.caller(world.manager).get(f"portfolio/decisions/?as_of={LATE.isoformat()}").json()
    assert (told["items"], revised.state) == ([], "done")


def waiting(kind: str, number: int) -> Decision:
    key, code = str(number), f"P-{number:03d}"
    return Decision(kind, new_id(), code, "", f"{kind} {number}", "/", "", due_on=LATE, key=key)


def test_no_kind_hides_another_where_only_the_first_are_shown() -> None:
    found = [waiting("action", number) for number in range(9)] + [waiting("ask", 50), waiting("ask", 51)]
    assert [each.text for each in first_of_each(found, 5)] == ["action 0", "action 1", "action 2", "ask 50", "ask 51"]
    assert [each.text for each in first_of_each(found[:2], 5)] == ["action 0", "action 1"]


def test_pages_meet_although_something_was_answered_between_them() -> None:
    found = [waiting("action", number) for number in range(7)]
    first = decision_page(found, size=3)
    assert (len(first.rows), first.previous_cursor) == (3, "")
    second = decision_page(found[3:], size=3, after=first.next_cursor)
    assert [each.key for each in second.rows] == ["3", "4", "5"]
    last = decision_page(found, size=3, after=second.next_cursor)
    assert ([each.key for each in last.rows], last.next_cursor) == (["6"], "")
    back = decision_page(found, size=3, before=last.previous_cursor)
    assert [each.key for each in back.rows] == ["3", "4", "5"]
    assert decision_page(found, size=3, before=second.previous_cursor).previous_cursor == ""
    with pytest.raises(CursorError):
        decision_page(found, size=3, after="WyJ4Il0")


def test_a_long_list_is_paged_and_narrowed_to_a_kind(world: World) -> None:
    for number in range(3):
        written(world, title=f"Late {number}")
    caller = world.caller(world.manager)
    page = caller.get("portfolio/decisions/?limit=2").json()
    assert [each["text"] for each in page["items"]] == ["Late 0", "Late 1"]
    rest = caller.client.get(page["next"]).json()
    assert ([each["text"] for each in rest["items"]], rest["next"]) == (["Late 2"], None)
    assert caller.get("portfolio/decisions/?kind=ask").json()["items"] == []
    assert caller.get("portfolio/decisions/?kind=whim").status_code == 400
    assert caller.get("portfolio/decisions/?after=nonsense").status_code == 400


def test_more_actions_cost_no_more_queries(world: World) -> None:
    def cost() -> int:
        with world.manager.acting() as actor, CaptureQueriesContext(connection) as captured:
            decisions(actor, "north")
        return len(captured)

    with world.pm.acting() as actor:
        issue = issue_create(actor=actor, project=world.project, values={"title": "Why"})
        action_make(actor=actor, source=issue, values={"title": "One", "due_on": LATE})
    few = cost()
    with tenant(world.organization.id):
        assert Issue.objects.count() == 1
    for number in range(4):
        written(world, title=f"More {number}", owner=world.pm.person)
    assert cost() == few
