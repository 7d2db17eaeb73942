"""Who may give and take roles, and which never go away."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from pmo_site.accounts.errors import AlreadyMemberError, HigherRoleError, LastHolderError, OwnRoleError
from pmo_site.accounts.models import Membership, MembershipRole
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.services.roles import (
    membership_create,
    membership_end,
    membership_grant_role,
    membership_revoke_role,
)
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from tests.accounts.world import Member, make_member, make_organization, seeder

ROLE = OrganizationRole


def roles_of(member: Member) -> set[str]:
    with tenant(member.organization.id):
        return set(MembershipRole.objects.filter(membership=member.membership).values_list("role", flat=True))


def test_an_administrator_gives_a_role_once_however_often_it_is_asked(administrator: Member, member: Member) -> None:
    for _ in range(2):
        with administrator.acting() as actor:
            membership_grant_role(actor=actor, membership_id=member.membership.id, role=ROLE.AUDITOR)
    assert roles_of(member) == {"member", "auditor"}


@pytest.mark.fault("Z03")
def test_nobody_raises_their_own_role(administrator: Member) -> None:
    with administrator.acting() as actor, pytest.raises(OwnRoleError):
        membership_grant_role(actor=actor, membership_id=administrator.membership.id, role=ROLE.PMO_MANAGER)
    assert roles_of(administrator) == {"tenant_administrator"}


def test_who_may_not_manage_people_gives_no_role(member: Member) -> None:
    with member.acting() as actor, pytest.raises(PermissionDenied):
        membership_grant_role(actor=actor, membership_id=member.membership.id, role=ROLE.MEMBER)
    assert roles_of(member) == {"member"}


def test_an_actor_below_a_person_takes_nothing_and_gives_nothing_above_themselves(
    organization: Organization, administrator: Member, member: Member
) -> None:
    make_member(organization, ROLE.TENANT_ADMINISTRATOR, email="second@north.example")
    lower = make_member(organization, ROLE.PMO_EXPERT)
    with lower.acting() as plain:
        # No role holds the right below the top rank today; the rule must hold on the day one does.
        actor = replace(plain, everywhere=plain.everywhere | {Right.PEOPLE_MANAGE})
        for refused in (administrator.membership, member.membership):
            with pytest.raises(HigherRoleError):
                membership_revoke_role(actor=actor, membership_id=refused.id, role=ROLE.TENANT_ADMINISTRATOR)
        with pytest.raises(HigherRoleError):
            membership_grant_role(actor=actor, membership_id=member.membership.id, role=ROLE.PMO_MANAGER)
    assert roles_of(administrator) == {"tenant_administrator"}
    assert roles_of(member) == {"member"}


@pytest.mark.fault("Z03")
@pytest.mark.parametrize("role", [ROLE.TENANT_ADMINISTRATOR, ROLE.PMO_MANAGER])
def test_the_last_holder_of_a_protected_role_keeps_it(organization: Organization, role: OrganizationRole) -> None:
    only = make_member(organization, role)
    with only.acting() as actor:
        with pytest.raises(LastHolderError):
            membership_revoke_role(actor=actor, membership_id=only.membership.id, role=role)
        with pytest.raises(LastHolderError):
            membership_end(actor=actor, membership_id=only.membership.id)
    assert roles_of(only) == {role.value}


def test_a_holder_beside_another_loses_the_role(organization: Organization, administrator: Member) -> None:
    second = make_member(organization, ROLE.TENANT_ADMINISTRATOR, email="second@north.example")
    with administrator.acting() as actor:
        membership_revoke_role(actor=actor, membership_id=second.membership.id, role=ROLE.TENANT_ADMINISTRATOR)
    assert roles_of(second) == set()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_dismiss_each_other_at_once_leave_one() -> None:
    organization = make_organization("north")
    first = make_member(organization, ROLE.TENANT_ADMINISTRATOR, email="first@north.example")
    second = make_member(organization, ROLE.TENANT_ADMINISTRATOR, email="second@north.example")
    outcomes: list[Any] = []
    start = threading.Barrier(2)

    def dismiss(one: Member, other: Member) -> None:
        try:
            start.wait()
            with one.acting() as actor:
                membership_revoke_role(actor=actor, membership_id=other.membership.id, role=ROLE.TENANT_ADMINISTRATOR)
            outcomes.append("done")
        except (LastHolderError, PermissionDenied) as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=dismiss, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1
    assert sorted([roles_of(first), roles_of(second)], key=len) == [set(), {"tenant_administrator"}]


def test_an_ended_membership_begins_again_and_a_present_one_is_not_doubled(
    organization: Organization, administrator: Member, member: Member
) -> None:
    with administrator.acting() as actor:
        with pytest.raises(AlreadyMemberError):
            membership_create(actor=actor, person_id=member.person.id, user_id=member.user.pk, roles=[])
        membership_end(actor=actor, membership_id=member.membership.id)
        assert not MembershipRole.objects.filter(membership=member.membership).exists()
    with tenant(organization.id):
        membership_create(
            actor=seeder(organization), person_id=member.person.id, user_id=member.user.pk, roles=[ROLE.MEMBER]
        )
        assert Membership.objects.get(id=member.membership.id).ended_at is None
