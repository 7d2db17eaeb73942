"""What the console says about rights is what the policy decides, with its reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmo_site.accounts.models import Membership, MembershipRole, Person
from pmo_site.accounts.policy import Actor, grounds, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import PLATFORM_RIGHTS, OperatingModel, OrganizationRole
from pmo_site.accounts.services.roles import membership_end
from pmo_site.accounts.services.settings import operating_model_switch
from pmo_site.audit.history import event_model
from pmo_site.console.selectors.access import Access, Standing, access_of
from projects.models import Project, ProjectGrant, ProjectMember
from projects.services.member import grant_give, grant_withdraw
from tests.projects.cast import Cast
from tests.sheets import csv_lines

KEYS = ("pmo-manager", "pmo-expert", "pm", "pso", "stakeholder", "auditor", "executive", "none")


def _person(cast: Cast, key: str) -> Person:
    return Person.objects.get(memberships__user=cast.user(key))


def _access(cast: Cast, actor: Actor, key: str, project: Project | None = None) -> Access:
    found = access_of(actor, person_id=_person(cast, key).pk, project=project)
    assert found is not None
    return found


def _why(access: Access, right: Right) -> list[tuple[str, str]]:
    answer = next(each for each in access.answers if each.right is right)
    return [(ground.source.value, ground.code) for ground in answer.grounds]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("model", list(OperatingModel))
def test_every_answer_is_the_one_that_the_policy_gives(cast: Cast, key: str, model: OperatingModel) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as manager:
        if manager.model is not model:
            operating_model_switch(actor=manager, model=model, reason="proof")
    with cast.acting(key) as judged:
        decided = {right: may(judged, right, project) for right in Right if right not in PLATFORM_RIGHTS}
        told = {right for ground in grounds(judged, project) for right in ground.rights}
        assert told == {right for right, held in decided.items() if held}
    with cast.acting("pmo-manager") as manager:
        access = _access(cast, manager, key, project)
        assert {answer.right: answer.held for answer in access.answers} == decided


def test_each_source_is_named(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as manager:
        membership = Membership.objects.get(user=cast.user("stakeholder"))
        grant_give(actor=manager, project=project, right=Right.MONEY_VIEW, membership=membership)
        of_stakeholder = _access(cast, manager, "stakeholder", project)
        assert ("single_grant", "") in _why(of_stakeholder, Right.MONEY_VIEW)
        of_expert = _access(cast, manager, "pmo-expert", project)
        assert _why(of_expert, Right.PROJECT_CHANGE) == [("operating_model", "combined")]
        assert ("organization_role", "pmo_expert") in _why(of_expert, Right.PROJECT_VIEW)
        of_manager = _access(cast, manager, "pm", project)
        assert _why(of_manager, Right.PROJECT_CHANGE) == [("project_role", "project_manager")]


def test_a_role_that_is_over_gives_nothing_but_is_still_told(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as manager:
        mine = ProjectMember.objects.filter(project=project, person=_person(cast, "pm"))
        yesterday = manager.today - timedelta(days=1)
        mine.update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
        access = _access(cast, manager, "pm", project)
        assert _why(access, Right.PROJECT_CHANGE) == []
        assert [term.ends_on for term in access.terms] == [yesterday]


def test_who_left_holds_nothing(cast: Cast) -> None:
    with cast.acting("pmo-manager") as manager:
        membership_end(actor=manager, membership_id=Membership.objects.get(user=cast.user("pso")).pk)
        access = _access(cast, manager, "pso", cast.project())
        assert access.standing is Standing.ENDED
        assert not any(answer.held for answer in access.answers)


def test_the_page_explains_and_offers_only_projects_that_its_reader_sees(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager"):
        person = _person(cast, "pm")
        newcomer = Membership.objects.get(user=cast.user("none"))
        MembershipRole.objects.create(membership=newcomer, role=OrganizationRole.TENANT_ADMINISTRATOR)
    page = cast.client("pmo-manager").get(
        cast.address("console/access/"), {"person": str(person.pk), "project": str(project.pk)}
    )
    assert page.status_code == 200
    assert "Role on the project: Project manager" in page.content.decode()
    blind = cast.client("none").get(
        cast.address("console/access/"), {"person": str(person.pk), "project": str(project.pk)}
    )
    assert blind.status_code == 200
    assert project.name not in blind.content.decode()


def test_the_role_table_marks_what_each_role_holds(cast: Cast) -> None:
    page = cast.client("auditor").get(cast.address("console/roles/")).content.decode()
    assert page.count('<th scope="col" class="pm-center">') == len(OrganizationRole) + 7


def test_the_role_table_is_a_file_for_who_may_read_it(cast: Cast) -> None:
    address = cast.address("console/roles/?format=csv")
    page = cast.client("auditor").get(cast.address("console/roles/"))
    held = {str(label): [bool(each) for each in marks] for label, marks in page.context["organization_lines"]}
    for line in csv_lines(cast.client("auditor"), address):
        label, *marks = line.values()
        assert [mark == "held" for mark in marks][: len(OrganizationRole)] == held.pop(label)
    assert held == {}
    assert cast.client("pm").get(address).status_code == 403


def test_a_grant_is_given_listed_with_its_giver_and_withdrawn(cast: Cast) -> None:
    project, client = cast.project(), cast.client("pmo-manager")
    with cast.acting("pmo-manager"):
        person = _person(cast, "stakeholder")
    typed = {"member": person.pk, "project": project.pk, "right": Right.MONEY_VIEW.value}
    assert client.post(cast.address("console/grants/"), typed).status_code == 302
    with cast.acting("stakeholder") as actor:
        assert may(actor, Right.MONEY_VIEW, project)
        grant = project.grants.get()
    listed = client.get(cast.address("console/grants/")).content.decode()
    with cast.acting("pmo-manager") as actor:
        assert actor.name.split()[0] in listed
    assert "See money" in listed
    assert client.post(cast.address(f"console/grants/{grant.pk}/withdraw/")).status_code == 302
    with cast.acting("stakeholder") as actor:
        assert not may(actor, Right.MONEY_VIEW, project)


@pytest.mark.parametrize("key", ["pm", "auditor", "executive"])
def test_nobody_else_gives_or_withdraws_here(cast: Cast, key: str) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as manager:
        membership = Membership.objects.get(user=cast.user("stakeholder"))
        grant_give(actor=manager, project=project, right=Right.MONEY_VIEW, membership=membership)
        grant = project.grants.get()
    answer = cast.client(key).post(cast.address(f"console/grants/{grant.pk}/withdraw/"))
    assert answer.status_code == 403
    with cast.acting("stakeholder") as actor:
        assert may(actor, Right.MONEY_VIEW, project)


def test_grants_stand_in_history_given_and_withdrawn(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as manager:
        membership = Membership.objects.get(user=cast.user("stakeholder"))
        grant_give(actor=manager, project=project, right=Right.MONEY_VIEW, membership=membership)
        grant_withdraw(actor=manager, project=project, right=Right.MONEY_VIEW, membership=membership)
        events = event_model(ProjectGrant)._default_manager.filter(content_object_id=project.pk)
        assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
        assert {row["user"] for row in events.values_list("pgh_context", flat=True)} == {str(manager.user_id)}


def test_the_console_shows_only_the_parts_that_its_reader_may_open(cast: Cast) -> None:
    whole = cast.client("pmo-manager").get(cast.address("console/")).content.decode()
    assert all(word in whole for word in ("People and invitations", "Single grants", "Health policy", "API tokens"))
    audit = cast.client("auditor").get(cast.address("console/")).content.decode()
    assert "Access" in audit
    assert "People and invitations" not in audit
    assert cast.client("pm").get(cast.address("console/")).status_code == 403


def test_the_interface_gives_the_same_reasons(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager"):
        person = _person(cast, "pm")
    address = f"/api/v1/organizations/{cast.slug}/access/{person.pk}/"
    told = cast.client("auditor").get(address, {"project": str(project.pk)}).json()
    change = next(each for each in told["answers"] if each["right"] == Right.PROJECT_CHANGE.value)
    assert change["held"]
    assert [ground["source"] for ground in change["grounds"]] == ["project_role"]
    assert cast.client("pm").get(address).status_code == 403
    assert cast.client("auditor").get(address, {"project": str(person.pk)}).status_code == 404
