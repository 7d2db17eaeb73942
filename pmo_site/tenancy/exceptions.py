"""The only tables and links that stand outside the tenant walls, each with its reason.

A table, link or index that is not named here must stand behind all walls; a name here that is no longer needed
fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping

GLOBAL_MODELS: Mapping[str, str] = {
    "tenancy.Organization": "the list of tenants itself, read by the edge before any is chosen",
    "accounts.User": "the global identity of somebody who signs in; it names no tenant",
    "accounts.User_groups": "Django's own link of an account, unused here; it names no tenant",
    "accounts.User_user_permissions": "the same",
    "accounts.SignInAttempt": "counts attempts before anybody is known, by a hash",
    "jobs.OutboxEvent": "ids only; the relay reads it across tenants",
    "jobs.SentMail": "marks of mails that were sent, for accounts and tenants alike; ids only",
    "jobs.Heartbeat": "signs of life of workers and relays, which belong to no tenant",
}
"""Models of ours without a tenant key."""

OPEN_TABLES: Mapping[str, str] = {
    "jobs_outboxevent": "ids only; its organization says whom a task is for, and the relay reads it across tenants",
}
"""Tables with an organization's id that row-level security does not guard."""

OPEN_POLICIES: Mapping[str, str] = {
    "accounts_membership.own_account": "an account sees its own memberships before a tenant is chosen; SELECT alone",
}
"""Policies beside the tenant's own."""

USER_LINKS: Mapping[str, str] = {
    "accounts_membership.user_id": "a membership is what ties an account to a tenant",
    "projects_projectgrant.user_id": "a single grant is held by an account; a second key ties it to a membership",
    "accounts_user_groups.user_id": "Django's own link of an account, unused here",
    "accounts_user_user_permissions.user_id": "the same",
    "account_emailaddress.user_id": "allauth: the account's own e-mail",
    "django_admin_log.user_id": "Django's own log of its admin, unused: operators' acts stand in the organization",
    "mfa_authenticator.user_id": "allauth: the account's own second factor",
    "usersessions_usersession.user_id": "allauth: the account's own sessions",
    "guardian_userobjectpermission.user_id": "guardian's generic table, unused: grants stand beside their kind",
}
"""Foreign keys that may point at the global account."""

OPEN_INDEXES: Mapping[str, str] = {
    "membership_by_user": "the organization picker reads by account alone, before a tenant is chosen",
}
"""Indexes of tenant tables that do not lead with the organization."""
