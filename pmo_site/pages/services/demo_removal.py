"""Takes a demo organization away again, with its history, its files and the accounts that belong to it alone.

The site may never delete history. A demo lives on local runs only, where the owner's connection is there too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from graphlib import TopologicalSorter
from typing import Any, Final
from uuid import UUID

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connections, models, transaction

from pmo_site.accounts.models import User
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.files.folder import root_of
from pmo_site.jobs.models import JobRun, OutboxEvent
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.pages.services.demo import DEMO
from pmo_site.tenancy.fields import TenantKey
from pmo_site.tenancy.models import Organization, OrganizationState

OWNER: Final = "admin"


def demo_is_here() -> bool:
    """Whether the current organization was made by the demo."""
    return JobRun.objects.filter(kind=DEMO).exists()


def demo_remove(*, actor: Actor, organization: Organization, typed_name: str) -> None:
    """Remove the actor's demo organization: its doors close at once, and after that all that it holds goes.

    Its name is typed first, because nothing brings it back but loading the demo again.
    """
    require(actor, Right.DEMO_REMOVE)
    if not demo_is_here():
        raise RuleError([FieldProblem("name", "no_demo")])
    if typed_name.strip() != organization.name:
        raise RuleError([FieldProblem("name", "other_name")])
    Organization.objects.filter(pk=organization.pk).update(state=OrganizationState.SUSPENDED)
    transaction.on_commit(partial(organization_erase, organization_id=organization.pk))


def organization_erase(*, organization_id: UUID) -> None:
    """Delete every row of an organization as the owner, in one transaction, and its files after it."""
    if OWNER not in settings.DATABASES:
        raise ImproperlyConfigured("History is deleted by the owner of the tables alone: set DATABASE_ADMIN_URL.")
    with transaction.atomic(using=OWNER), pgtrigger.ignore(databases=[OWNER]):
        _tell_organization(organization_id)
        users = _rows("SELECT user_id FROM accounts_membership WHERE organization_id = %s", organization_id)
        for model in _children_first():
            _delete(model, "organization_id", [organization_id])
        _delete(OutboxEvent, "organization_id", [organization_id])
        _accounts_erase(users)
        _delete(Organization, "id", [organization_id])
    shutil.rmtree(root_of(organization_id), ignore_errors=True)


def _children_first() -> list[type[models.Model]]:
    """Every tenant's table, each before those that it points at."""
    tenants = [model for model in apps.get_models(include_auto_created=True) if _is_tenants(model)]
    above: dict[type[models.Model], set[type[models.Model]]] = {
        model: {
            other
            for field in model._meta.concrete_fields
            if (other := field.related_model) in tenants and other is not model and isinstance(other, type)
        }
        for model in tenants
    }
    return list(reversed(list(TopologicalSorter(above).static_order())))


def _is_tenants(model: type[models.Model]) -> bool:
    return any(isinstance(field, TenantKey) for field in model._meta.local_fields) and model._meta.managed


def _accounts_erase(users: Iterable[UUID]) -> None:
    """Delete the accounts with their addresses, sessions and second factors; who is a member elsewhere stays whole.

    Memberships elsewhere stand behind their own walls: the database alone sees them, and refuses.
    """
    tables = connections[OWNER].introspection.table_names()
    links = [link for link in User._meta.related_objects if link.related_model._meta.db_table in tables]
    for user_id in users:
        with suppress(IntegrityError), transaction.atomic(using=OWNER):
            for link in links:
                if not _is_tenants(link.related_model):
                    _delete(link.related_model, str(link.field.column), [user_id])
            _delete(User, "id", [user_id])


def _delete(model: type[models.Model], column: str, values: list[Any]) -> None:
    quote = connections[OWNER].ops.quote_name
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(column)} = ANY(%s)",  # noqa: S608  a table of ours
            [values],
        )


def _rows(statement: str, value: UUID) -> list[Any]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, [value])
        return [row[0] for row in cursor.fetchall()]


def _tell_organization(organization_id: UUID) -> None:
    """Tell the owner's transaction whose rows it may see: the wall stands before the owner too."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT set_config('app.organization', %s, true)", [str(organization_id)])
