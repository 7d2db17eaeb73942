"""Removes one organization without a trace: its rows with their history, its files, accounts that it alone used."""

from __future__ import annotations

import shutil
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import connections, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.files import folder
from pmo_site.portability.errors import PortabilityError
from pmo_site.portability.tables import tenant_tables
from pmo_site.tenancy.models import Organization, OrganizationState

OWNER = "admin"
"""History can be removed by the owner of the database alone; the app's role has no DELETE on it."""

ACCOUNT_TABLES = {
    "django_session": "session_key IN (SELECT session_key FROM usersessions_usersession WHERE user_id = %s)",
    "usersessions_usersession": "user_id = %s",
    "mfa_authenticator": "user_id = %s",
    "account_emailconfirmation": "email_address_id IN (SELECT id FROM account_emailaddress WHERE user_id = %s)",
    "account_emailaddress": "user_id = %s",
    "accounts_user": "id = %s",
}
"""What goes with an account, in this order."""


def organization_remove(*, actor: Actor, organization: Organization) -> dict[str, int]:
    """Remove a suspended organization in one transaction of the owner; returns the rows by table."""
    require(actor, Right.ORGANIZATION_OPERATE)
    if organization.state != OrganizationState.SUSPENDED:
        raise PortabilityError(f"{organization.slug} is not suspended: its people may be at work.")
    return organization_erase(organization.id)


def organization_erase(organization_id: UUID) -> dict[str, int]:
    """Delete every row of an organization as the owner, in one transaction, and its files after it.

    Asked by services that have made sure who wants it and that nobody is at work.
    """
    if OWNER not in connections:
        raise PortabilityError("Set DATABASE_ADMIN_URL: history is removed by the owner of the database alone.")
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor, pgtrigger.ignore(databases=[OWNER]):
        counts = _empty_tables(cursor, organization_id)
    shutil.rmtree(folder.root_of(organization_id), ignore_errors=True)
    return counts


def _empty_tables(cursor: Any, organization_id: UUID) -> dict[str, int]:  # noqa: ANN401  Django types no cursor
    """Remove children before parents, then what the organization alone used."""
    quote = connections[OWNER].ops.quote_name
    _see(cursor, organization=str(organization_id))
    cursor.execute("SELECT user_id FROM accounts_membership WHERE organization_id = %s", [organization_id])
    members = [row[0] for row in cursor.fetchall()]
    counts = {}
    for table in reversed(tenant_tables()):
        cursor.execute(f"DELETE FROM {quote(table.name)} WHERE organization_id = %s", [organization_id])  # noqa: S608  names of models
        counts[table.name] = cursor.rowcount
    cursor.execute("DELETE FROM jobs_outboxevent WHERE organization_id = %s", [organization_id])
    counts["accounts_user"] = sum(_remove_account(cursor, user_id) for user_id in members)
    cursor.execute("DELETE FROM tenancy_organization WHERE id = %s", [organization_id])
    return counts


def _remove_account(cursor: Any, user_id: object) -> int:  # noqa: ANN401  Django types no cursor
    """Remove an account that is a member nowhere else; an operator's stays whole, with its second factor.

    An account sees its own memberships in every organization.
    """
    _see(cursor, user=str(user_id))
    cursor.execute(
        "SELECT is_staff OR EXISTS (SELECT FROM accounts_membership WHERE user_id = account.id)"
        " FROM accounts_user account WHERE id = %s",
        [user_id],
    )
    if cursor.fetchone()[0]:
        return 0
    removed = 0
    for table, condition in ACCOUNT_TABLES.items():
        cursor.execute(f"DELETE FROM {table} WHERE {condition}", [user_id])  # noqa: S608  names above
        removed = cursor.rowcount
    return removed


def _see(cursor: Any, *, organization: str = "", user: str = "") -> None:  # noqa: ANN401  Django types no cursor
    """Tell the database whose rows this transaction may see: the wall binds the owner too."""
    cursor.execute(
        "SELECT set_config('app.organization', %s, true), set_config('app.user', %s, true)", [organization, user]
    )
