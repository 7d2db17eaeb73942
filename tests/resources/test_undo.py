"""One way back for every act: what was changed since is left alone, and nobody undoes what they could not do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pmo_site.resources.models import ChangeBatch
from projects.models import ProjectMember
from projects.services.milestone import milestone_revise
from tests.resources.office import Desk, Office
from tests.resources.toasts import undo_of

HX = {"HX-Request": "true"}


def page_after(desk: Desk, path: str, values: dict[str, Any] | None = None) -> str:
    """Do something and read the page that it leads to."""
    answer = desk.post(path, values)
    assert answer.status_code == 302, answer.content
    return desk.told(answer)


def renamed(office: Office, desk: Desk, name: str = "Gala") -> str:
    """Rename the milestone; where that is undone."""
    milestone = office.milestone()
    assert milestone
    path = f"milestones/{milestone.pk}/edit/"
    return undo_of(page_after(desk, path, desk.typed(path, name=name)))


def test_an_edit_is_undone_through_every_field_that_it_changed(office: Office) -> None:
    desk, project = office.manager, office.project()
    path = f"projects/{project.pk}/edit/"
    changes = {"name": "Span", "department": office.department().pk, "latest_budget": "9", "forecast_finish": ""}
    undo = undo_of(page_after(desk, path, desk.typed(path, **changes)))
    changed = office.project()
    assert (changed.name, changed.department_id) == ("Span", office.department().pk)
    assert changed.latest_budget == Decimal(9)
    page = page_after(desk, undo)
    now = office.project()
    assert "1 record stands as before." in page
    for name in ("name", "folded_name", "department_id", "latest_budget", "forecast_finish"):
        assert getattr(now, name) == getattr(project, name), name
    assert now.version == 3


def test_an_undone_edit_leads_to_its_record(office: Office) -> None:
    desk, milestone = office.pm, office.milestone()
    assert milestone
    assert desk.post(renamed(office, desk)).headers["Location"] == f"{desk.base}milestones/{milestone.pk}/"


def test_a_deleted_record_comes_back_under_its_old_id(office: Office) -> None:
    desk, milestone = office.pm, office.milestone()
    assert milestone
    undo = undo_of(page_after(desk, f"milestones/{milestone.pk}/delete/"))
    assert office.milestones() == []
    page_after(desk, undo)
    assert office.milestone() == milestone


def test_an_archived_record_comes_back_unless_somebody_was_faster(office: Office) -> None:
    desk, project = office.manager, office.project()
    undo = undo_of(page_after(desk, f"projects/{project.pk}/archive/"))
    assert office.project().archived_at
    page_after(desk, f"projects/{project.pk}/restore/")
    page = page_after(desk, undo)
    assert "1 record was changed since and was left alone." in page
    assert (office.project().archived_at, office.project().version) == (None, 3)


def test_a_record_that_was_changed_since_is_left_alone_and_told(office: Office) -> None:
    desk = office.pm
    undo = renamed(office, desk)
    milestone = office.milestone("Gala")
    assert milestone
    with office.inside():
        milestone_revise(actor=office.actor, milestone=milestone, version=2, values={"weight": 3})
    page = page_after(desk, undo)
    assert "1 record was changed since and was left alone." in page
    assert "stands as before" not in page
    now = office.milestone("Gala")
    assert now
    assert now.weight == Decimal(3)
    assert now.version == 3


def test_a_deleted_record_s_edit_cannot_be_undone(office: Office) -> None:
    desk = office.pm
    undo = renamed(office, desk)
    milestone = office.milestone("Gala")
    assert milestone
    desk.post(f"milestones/{milestone.pk}/delete/")
    assert "left alone" in page_after(desk, undo)
    assert office.milestones() == []


def test_an_act_is_undone_once(office: Office) -> None:
    desk = office.pm
    undo = renamed(office, desk)
    page_after(desk, undo)
    page = page_after(desk, undo)
    assert "This was undone already." in page
    again = office.milestone()
    assert again
    assert again.version == 3


def test_another_s_act_is_nobody_else_s_to_undo(office: Office) -> None:
    undo = renamed(office, office.pm)
    for desk in (office.manager, office.lead):
        assert desk.post(undo).status_code == 404
    assert office.milestones() == ["Gala"]
    with office.inside():
        assert ChangeBatch.objects.get().undone_at is None


def test_who_lost_the_right_undoes_nothing(office: Office) -> None:
    desk = office.pm
    undo = renamed(office, desk)
    with office.inside():
        ProjectMember.objects.filter(person=office.world.pm.person).update(role="stakeholder")
    assert desk.post(undo).status_code == 403
    assert office.milestones() == ["Gala"]
    with office.inside():
        assert ChangeBatch.objects.get().undone_at is None
        ProjectMember.objects.filter(person=office.world.pm.person).delete()
    assert "left alone" in page_after(desk, undo)
    assert office.milestones() == ["Gala"]


def test_who_lost_the_right_to_change_money_undoes_no_change_of_money(office: Office) -> None:
    desk, project = office.pm, office.project()
    path = f"projects/{project.pk}/edit/?field=latest_budget"
    undo = undo_of(desk.post(path, {"version": "1", "latest_budget": "7"}, **HX).content.decode())
    with office.inside():
        ProjectMember.objects.filter(person=office.world.pm.person).update(role="project_lead")
    assert desk.post(undo).status_code == 403
    assert office.project().latest_budget == Decimal(7)
    assert office.project().version == 2


def test_a_deed_answers_no_visit(office: Office) -> None:
    desk = office.pm
    undo = renamed(office, desk)
    assert desk.client.get(undo).status_code == 405
    assert office.milestones() == ["Gala"]


@pytest.mark.parametrize("path", ["changes/01900000-0000-7000-8000-000000000000/undo/"])
def test_an_act_that_never_was_is_missing(office: Office, path: str) -> None:
    assert office.manager.post(path).status_code == 404
