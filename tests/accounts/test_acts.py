"""Acts outside the registers have one way back: once, by who did them, through the same rights, if nothing changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from pmo_site.accounts.models import (
    Membership,
    MembershipRole,
    OperatingModelSwitch,
    OrganizationSettings,
    UndoableAct,
)
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole, ProjectRole
from pmo_site.accounts.services.roles import membership_grant_role
from pmo_site.audit.history import event_model, history_of
from pmo_site.notifications.models import Notice
from portfolio.models import HealthPolicyVersion
from portfolio.selectors.policy import policy_on
from portfolio.services.policy import Saving, policy_save
from projects.models import ProjectGrant, ProjectMember
from projects.services.member import grant_give, member_revise
from support_office.models import Issue, Risk
from support_office.services.risk import risk_revise
from support_office.services.triage import entry_raise
from tests.accounts.world import Member, make_member
from tests.resources.office import Desk, Office, make_office

pytestmark = pytest.mark.django_db
ROLE = OrganizationRole
CHANGED = "Somebody changed this since. It was left as it is."
BACK = "It stands as before."


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def other(office: Office) -> Member:
    return make_member(office.world.organization, ROLE.MEMBER)


def undo_in(page: str) -> str:
    """Where the page's toast takes back what was done."""
    found = re.search(r'action="(/o/[^"]*/acts/[^"]*/undo/)"', page)
    assert found is not None, "no toast offers undo"
    return found[1]


def done(desk: Desk, path: str, values: dict[str, Any]) -> str:
    """Do something; where it is undone."""
    answer = desk.post(path, values)
    assert answer.status_code == 302, answer.content.decode()
    return undo_in(desk.told(answer))


def undone(desk: Desk, undo: str) -> str:
    """The page after the undo."""
    answer = desk.post(undo)
    assert answer.status_code == 302
    return desk.told(answer)


def added(office: Office, desk: Desk, other: Member, **changes: object) -> str:
    """Give somebody a role on the first project; where that is undone."""
    values = {"version": 1, "person": other.person.pk, "role": "member", "starts_on": "2026-11-01", "allocation": 50}
    return done(desk, f"projects/{office.project().pk}/people/new/", {**values, **changes})


def role_of(office: Office, other: Member) -> ProjectMember | None:
    with office.inside():
        return ProjectMember.objects.filter(person=other.person).first()


def test_somebody_added_is_removed_again_and_both_stand_in_history(office: Office, other: Member) -> None:
    desk = office.pm
    undo = added(office, desk, other)
    member = role_of(office, other)
    assert member
    with office.inside():
        assert Notice.objects.filter(person=other.person).count() == 1
    assert BACK in undone(desk, undo)
    assert role_of(office, other) is None
    with office.inside():
        last = history_of(member)[0]
        assert (last.label, last.context["user"]) == ("delete", str(office.world.pm.user.pk))
        assert not Notice.objects.filter(person=other.person).exists()
    assert "This was undone already." in undone(desk, undo)


def test_a_changed_role_gets_its_term_and_share_back(office: Office, other: Member) -> None:
    desk = office.pm
    added(office, desk, other)
    member = role_of(office, other)
    assert member
    path = f"projects/{office.project().pk}/people/{member.pk}/"
    undo = done(desk, path, desk.typed(path, role="project_lead", ends_on="2026-12-01", allocation=80))
    assert BACK in undone(desk, undo)
    now = role_of(office, other)
    assert now
    assert (now.role, now.ends_on, now.allocation, now.version) == ("member", None, 50, 3)


def test_a_role_that_was_changed_since_is_left_alone(office: Office, other: Member) -> None:
    undo = added(office, office.pm, other)
    member = role_of(office, other)
    assert member
    with office.inside():
        member_revise(actor=office.actor, member=member, version=1, values={"allocation": 10})
    assert CHANGED in undone(office.pm, undo)
    now = role_of(office, other)
    assert now
    assert (now.allocation, now.version) == (10, 2)
    with office.inside():
        assert UndoableAct.objects.get().undone_at is None


def test_an_act_is_nobody_else_s_to_undo_and_answers_no_visit(office: Office, other: Member) -> None:
    undo = added(office, office.pm, other)
    assert office.manager.post(undo).status_code == 404
    assert office.pm.client.get(undo).status_code == 405
    assert role_of(office, other)


def test_who_lost_the_right_undoes_nothing(office: Office, other: Member) -> None:
    desk = office.pm
    undo = added(office, desk, other)
    with office.inside():
        ProjectMember.objects.filter(person=office.world.pm.person).update(role=ProjectRole.STAKEHOLDER)
    assert desk.post(undo).status_code == 403
    assert role_of(office, other)
    with office.inside():
        ProjectMember.objects.filter(person=office.world.pm.person).delete()
    assert desk.post(undo).status_code in {302, 403}
    assert role_of(office, other)


def grants(office: Office) -> list[Any]:
    with office.inside():
        return list(ProjectGrant._default_manager.filter(organization_id=office.world.organization.pk))


def test_a_single_right_that_was_given_is_taken_back(office: Office, other: Member) -> None:
    desk, path = office.manager, f"projects/{office.project().pk}/grants/"
    values = {"member": other.person.pk, "right": Right.MONEY_VIEW.value}
    undo = done(desk, path, {**values, "give": ""})
    assert len(grants(office)) == 1
    assert BACK in undone(desk, undo)
    assert grants(office) == []
    undo = done(desk, path, {**values, "give": ""})
    done(desk, path, {**values, "withdraw": ""})
    done(desk, path, {**values, "give": ""})
    assert CHANGED in undone(desk, undo)
    assert len(grants(office)) == 1


def test_what_changes_nothing_offers_no_way_back(office: Office, other: Member) -> None:
    desk, path = office.manager, f"projects/{office.project().pk}/grants/"
    values = {"member": other.person.pk, "right": Right.MONEY_VIEW.value}
    assert "/acts/" not in desk.told(desk.post(path, {**values, "withdraw": ""}))
    done(desk, path, {**values, "give": ""})
    assert "/acts/" not in desk.told(desk.post(path, {**values, "give": ""}))


def test_a_right_withdrawn_in_the_console_is_given_again(office: Office, other: Member) -> None:
    desk, project = office.manager, office.project()
    with office.inside():
        grant_give(actor=office.actor, project=project, right=Right.MONEY_VIEW, membership=other.membership)
    undo = done(desk, f"console/grants/{grants(office)[0].pk}/withdraw/", {})
    answer = desk.post(undo)
    assert answer.headers["Location"] == f"{desk.base}console/grants/"
    assert BACK in desk.told(answer)
    assert len(grants(office)) == 1


def test_no_undo_gives_a_right_that_who_undoes_does_not_hold(office: Office, other: Member) -> None:
    project = office.project()
    with office.inside():
        grant_give(actor=office.actor, project=project, right=Right.RISK_CHANGE, membership=other.membership)
        ProjectMember.objects.filter(project=project).delete()
        OrganizationSettings.objects.update_or_create(defaults={"operating_model": "combined"})
    desk = office.manager
    undo = done(desk, f"console/grants/{grants(office)[0].pk}/withdraw/", {})
    with office.inside():
        OrganizationSettings.objects.update(operating_model="separate")
    assert desk.post(undo).status_code == 403
    assert grants(office) == []


def roles_of(office: Office, other: Member) -> set[str]:
    with office.inside():
        return set(MembershipRole.objects.filter(membership=other.membership).values_list("role", flat=True))


def test_roles_given_and_taken_are_undone(office: Office, other: Member) -> None:
    desk, path = office.manager, f"people/{other.person.pk}/roles/"
    undo = done(desk, path, {"action": "grant", "role": ROLE.AUDITOR.value})
    assert roles_of(office, other) == {"member", "auditor"}
    assert BACK in undone(desk, undo)
    assert roles_of(office, other) == {"member"}
    undo = done(desk, path, {"action": "revoke", "role": ROLE.MEMBER.value})
    assert BACK in undone(desk, undo)
    assert roles_of(office, other) == {"member"}


def test_a_role_that_somebody_gave_again_since_stays(office: Office, other: Member) -> None:
    desk, path = office.manager, f"people/{other.person.pk}/roles/"
    undo = done(desk, path, {"action": "revoke", "role": ROLE.MEMBER.value})
    with office.inside():
        membership_grant_role(actor=office.actor, membership_id=other.membership.pk, role=ROLE.MEMBER)
    assert CHANGED in undone(desk, undo)
    given = done(desk, path, {"action": "grant", "role": ROLE.AUDITOR.value})
    done(desk, path, {"action": "revoke", "role": ROLE.AUDITOR.value})
    done(desk, path, {"action": "grant", "role": ROLE.AUDITOR.value})
    assert CHANGED in undone(desk, given)
    assert roles_of(office, other) == {"member", "auditor"}


def test_who_gave_up_a_role_of_their_own_is_not_given_it_by_undo(office: Office) -> None:
    world = office.world
    second = make_member(world.organization, ROLE.PMO_MANAGER, ROLE.AUDITOR, email="second@north.example")
    desk = office.desk(second)
    undo = done(desk, f"people/{second.person.pk}/roles/", {"action": "revoke", "role": ROLE.AUDITOR.value})
    assert "Nobody gives a role to themselves." in undone(desk, undo)
    assert roles_of(office, second) == {"pmo_manager"}


def test_an_ended_membership_begins_again_with_its_roles(office: Office, other: Member) -> None:
    desk, path = office.manager, f"people/{other.person.pk}/roles/"
    done(desk, path, {"action": "grant", "role": ROLE.AUDITOR.value})
    undo = done(desk, path, {"action": "end"})
    with office.inside():
        assert Membership.objects.get(pk=other.membership.pk).ended_at
    assert BACK in undone(desk, undo)
    with office.inside():
        assert Membership.objects.get(pk=other.membership.pk).ended_at is None
    assert roles_of(office, other) == {"member", "auditor"}


def test_settings_stand_as_before_unless_somebody_changed_them(office: Office) -> None:
    desk = office.manager
    undo = done(desk, "settings/", desk.typed("settings/", currency="EUR", fiscal_year_start=1))
    assert BACK in undone(desk, undo)
    with office.inside():
        now = OrganizationSettings.objects.get()
    assert (now.currency, now.fiscal_year_start, now.version) == ("JPY", 4, 3)
    undo = done(desk, "settings/", desk.typed("settings/", currency="EUR"))
    done(desk, "settings/", desk.typed("settings/", currency="USD"))
    assert CHANGED in undone(desk, undo)
    with office.inside():
        assert OrganizationSettings.objects.get().currency == "USD"


def test_a_switched_model_is_switched_back_with_the_reason_told(office: Office) -> None:
    desk = office.manager
    undo = done(desk, "settings/operating-model/", {"model": "separate", "reason": "The PSO has its own staff"})
    assert BACK in undone(desk, undo)
    with office.inside():
        assert OrganizationSettings.objects.get().operating_model == "combined"
        told = list(OperatingModelSwitch.objects.values_list("model", "reason"))
    assert told[0] == ("combined", "Undone: The PSO has its own staff")
    assert "This was undone already." in undone(desk, undo)


def policy_saved(desk: Desk, **changes: object) -> str:
    """Save the policy of the page after its effect was shown; where that is undone."""
    values = desk.typed("portfolio/policy/", reason="Too strict", minimum_share="70", **changes)
    shown = desk.post("portfolio/policy/", values)
    mark = shown.context["form"]["seen"].value()
    return done(desk, "portfolio/policy/", {**values, "seen": mark, "save": ""})


def test_a_saved_policy_is_taken_back_by_a_new_version(office: Office) -> None:
    desk = office.manager
    with office.world.manager.acting() as actor:
        before, today = policy_on(actor.today), actor.today
    undo = policy_saved(desk)
    assert BACK in undone(desk, undo)
    with office.inside():
        newest = HealthPolicyVersion.objects.order_by("-number")[0]
        assert (newest.number, newest.restores, newest.reason) == (3, 1, "Undone: Too strict")
        now = policy_on(today)
    assert now.as_json() | {"version": 0, "name": ""} == before.as_json() | {"version": 0, "name": ""}


def test_what_was_planned_after_a_policy_is_planned_again(office: Office) -> None:
    desk = office.manager
    with office.world.manager.acting() as actor:
        later = actor.today + timedelta(days=30)
        policy_save(actor=actor, draft=policy_on(actor.today), saving=Saving(later, "From next month", 1))
    undo = policy_saved(desk)
    undone(desk, undo)
    with office.inside():
        rows = list(HealthPolicyVersion.objects.order_by("number").values_list("number", "restores"))
        assert rows == [(2, None), (3, None), (4, 1), (5, 2)]
        assert HealthPolicyVersion.objects.get(number=5).valid_from == later


def test_a_policy_that_somebody_followed_up_stands(office: Office) -> None:
    desk = office.manager
    undo = policy_saved(desk)
    with office.world.manager.acting() as actor:
        policy_save(actor=actor, draft=policy_on(actor.today), saving=Saving(actor.today, "Looked again", 2))
    assert CHANGED in undone(desk, undo)
    with office.inside():
        assert HealthPolicyVersion.objects.count() == 2


def raised(office: Office, kind: type[Any] = Risk, title: str = "Rain") -> Any:
    with office.world.lead.acting() as actor:
        return entry_raise(actor=actor, project=office.project(), kind=kind, title=title, happens="x", concern="y")


def stands(office: Office, entry: Any) -> Any:
    with office.inside():
        return type(entry).objects.get(pk=entry.pk)


@pytest.mark.parametrize("kind", [Risk, Issue])
@pytest.mark.parametrize(("deed", "values"), [("accept", {}), ("return", {"reason": "Not ours"})])
def test_a_decision_of_triage_is_taken_back(office: Office, kind: type[Any], deed: str, values: dict[str, str]) -> None:
    entry, desk = raised(office, kind), office.pm
    undo = done(desk, f"{kind._meta.model_name}s/{entry.pk}/{deed}/", {"version": 1, **values})
    with office.inside():
        assert Notice.objects.filter(person=office.world.lead.person, subject_id=entry.pk).count() == 1
    assert BACK in undone(desk, undo)
    now = stands(office, entry)
    assert (now.state, now.return_reason, now.version) == ("raised", "", 3)
    with office.inside():
        assert not Notice.objects.filter(person=office.world.lead.person, subject_id=entry.pk).exists()
        assert event_model(kind)._default_manager.filter(pgh_obj_id=entry.pk).count() == 3


def test_a_merged_entry_waits_again(office: Office) -> None:
    first, second, desk = raised(office), raised(office, title="Rain again"), office.pm
    done(desk, f"risks/{first.pk}/accept/", {"version": 1})
    undo = done(desk, f"risks/{second.pk}/merge/", {"version": 1, "into": first.pk})
    assert stands(office, second).merged_into_id == first.pk
    assert BACK in undone(desk, undo)
    now = stands(office, second)
    assert (now.state, now.merged_into_id) == ("raised", None)


def test_an_entry_that_was_worked_on_since_stays_in_the_log(office: Office) -> None:
    entry, desk = raised(office), office.pm
    undo = done(desk, f"risks/{entry.pk}/accept/", {"version": 1})
    with office.inside():
        values = {"title": "Heavy rain", "raised_on": office.actor.today}
        risk_revise(actor=office.actor, risk=stands(office, entry), version=2, values=values)
    assert CHANGED in undone(desk, undo)
    now = stands(office, entry)
    assert (now.state, now.title) == ("open", "Heavy rain")
