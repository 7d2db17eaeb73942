"""Before a tenant is chosen an account sees its own memberships and nothing else of any tenant."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections, transaction

from pmo_site.accounts.models import Membership
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.selectors import organizations_of_user
from pmo_site.accounts.services.roles import membership_end
from pmo_site.tenancy.context import account
from tests.accounts.world import Member, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "admin"])


def raw_count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  a name of this test
        return int(cursor.fetchone()[0])


def two_members() -> tuple[Member, Member]:
    mine = make_member(make_organization("north"), email="me@north.example")
    other = make_member(make_organization("south"), email="other@south.example")
    make_member(other.organization, email="me@north.example")
    return mine, other


def test_an_account_sees_its_own_memberships_in_every_organization_and_no_others() -> None:
    mine, other = two_members()
    assert [choice.slug for choice in organizations_of_user(mine.user.pk)] == ["north", "south"]
    assert [choice.slug for choice in organizations_of_user(other.user.pk)] == ["south"]
    with account(other.user.pk):
        assert raw_count("accounts_membership") == 1


def test_without_account_and_tenant_nothing_is_seen() -> None:
    two_members()
    assert [raw_count(table) for table in ("accounts_membership", "accounts_person", "accounts_denial")] == [0, 0, 0]


def test_an_account_sees_of_tenants_nothing_but_memberships_and_changes_none() -> None:
    mine, _other = two_members()
    with account(mine.user.pk):
        assert [raw_count(table) for table in ("accounts_person", "accounts_membershiprole")] == [0, 0]
        assert Membership.across.filter(user_id=mine.user.pk).update(ended_at=None) == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_membership (id, organization_id, user_id, person_id, joined_at)"
                " SELECT gen_random_uuid(), organization_id, user_id, person_id, now() FROM accounts_membership"
            )


def test_the_wall_fails_where_its_policy_is_taken_away() -> None:
    """Seen through the owner's eyes without the policies, the same question returns everybody's memberships."""
    _mine, other = two_members()
    with account(other.user.pk):
        seen = raw_count("accounts_membership")
    with transaction.atomic(using="admin"), connections["admin"].cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_membership NO FORCE ROW LEVEL SECURITY")
        cursor.execute("SELECT count(*) FROM accounts_membership")
        unwalled = cursor.fetchone()[0]
        transaction.set_rollback(True, using="admin")
    assert (seen, unwalled) == (1, 3)


def test_an_ended_membership_is_no_way_in() -> None:
    mine, _other = two_members()
    from_inside = make_member(mine.organization, OrganizationRole.TENANT_ADMINISTRATOR)
    with from_inside.acting() as actor:
        membership_end(actor=actor, membership_id=mine.membership.id)
    assert [choice.slug for choice in organizations_of_user(mine.user.pk)] == ["south"]
