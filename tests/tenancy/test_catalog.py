"""Every tenant table of the live database stands behind all walls, and a table that does not is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from pmo_site.tenancy import exceptions
from pmo_site.tenancy.fields import TenantKey
from pmo_site.tenancy.models import EditableModel
from tests.tenancy import catalog

OURS = ("pmo_site.", "projects", "portfolio", "support_office", "standards")


@pytest.mark.fault("T06")
@pytest.mark.django_db
@pytest.mark.parametrize("check", catalog.CHECKS, ids=lambda check: check.__name__)
def test_every_tenant_table_stands_behind_the_wall(check: Any) -> None:
    with connection.cursor() as cursor:
        assert list(check(cursor)) == []


@pytest.mark.django_db
def test_the_catalog_knows_the_tables_of_tenants() -> None:
    with connection.cursor() as cursor:
        found = set(catalog.tenant_tables(cursor))
    models = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(isinstance(column, TenantKey) for column in model._meta.local_fields)
    }
    assert {"projects_project", "accounts_personevent", "portfolio_projecthealth"} <= found
    assert found == models | {table for table in found if table.endswith("event")}


def our_models() -> list[Any]:
    """Every concrete model of ours, with the links that Django makes by itself."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name.startswith(OURS) and not model._meta.proxy
    ]


def test_every_model_carries_the_tenant_or_a_reason_why_not() -> None:
    without = {
        model._meta.label
        for model in our_models()
        if not any(isinstance(column, TenantKey) for column in model._meta.local_fields)
        and not any(column.name == "organization" for column in model._meta.local_fields)
    }
    assert without == set(exceptions.GLOBAL_MODELS)


WITHOUT_HISTORY = {
    "exchange.ImportRun": "it is itself the record of an import; its effects, rows and jobs tell what was done by whom",
}
"""Records with a version and no history, each with its reason."""


def test_every_record_that_people_edit_has_a_history() -> None:
    edited = [model for model in our_models() if issubclass(model, EditableModel)]
    tables = {model._meta.db_table for model in apps.get_models() if model.__name__.endswith("Event")}
    without = {model._meta.label for model in edited if f"{model._meta.db_table}event" not in tables}
    assert without == set(WITHOUT_HISTORY)


BREAKS = [
    ("ALTER TABLE projects_project DISABLE ROW LEVEL SECURITY", "projects_project: row-level security"),
    ("ALTER TABLE projects_project NO FORCE ROW LEVEL SECURITY", "projects_project: row-level security"),
    ("ALTER TABLE projects_project ALTER organization_id DROP NOT NULL", "projects_project: organization_id may be"),
    ("DROP POLICY tenant ON projects_project", "projects_project: no policy"),
    ("CREATE POLICY wide ON projects_project USING (true)", "projects_project.wide: is always true"),
    (
        "CREATE POLICY other ON projects_project FOR SELECT USING (code = 'x')",
        "projects_project.other: widens",
    ),
    (
        "CREATE TABLE forgotten (id uuid PRIMARY KEY, organization_id uuid NOT NULL)",
        "forgotten: row-level security",
    ),
    (
        "ALTER TABLE projects_milestone ADD CONSTRAINT plain FOREIGN KEY (project_id) REFERENCES projects_project (id)",
        "projects_milestone.plain: links to projects_project without the tenant",
    ),
    (
        """
        ALTER TABLE projects_milestone ADD CONSTRAINT late FOREIGN KEY (organization_id, project_id)
        REFERENCES projects_project (organization_id, id) DEFERRABLE
        """,
        "projects_milestone.late: is deferrable",
    ),
    (
        "ALTER TABLE projects_milestone DROP CONSTRAINT projects_milestone_tenant_key",
        "projects_milestone: no UNIQUE",
    ),
    (
        "ALTER TABLE projects_milestone ADD owner_id uuid REFERENCES accounts_user (id)",
        "projects_milestone.owner_id: points at the global account",
    ),
    ("CREATE UNIQUE INDEX oracle ON projects_project (code)", "projects_project.oracle: is unique across tenants"),
    ("CREATE INDEX slow ON projects_project (code)", "projects_project.slow: does not lead"),
    ("DROP INDEX membership_by_user", "membership_by_user: an exception without its index"),
    ("DROP POLICY own_account ON accounts_membership", "accounts_membership.own_account: an exception without"),
    ("GRANT TRUNCATE ON projects_project TO rashinban_app", "projects_project: the app's role may TRUNCATE"),
    ("GRANT UPDATE ON projects_projectevent TO rashinban_app", "projects_projectevent: the app's role may change"),
    ("GRANT DELETE ON portfolio_projecthealth TO rashinban_app", "portfolio_projecthealth: the app's role may change"),
    ("CREATE VIEW peek AS SELECT * FROM projects_project", "peek: a view"),
    (
        "CREATE FUNCTION peep() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'",
        "peep: a function",
    ),
]


@pytest.mark.parametrize(("statement", "expected"), BREAKS, ids=lambda value: value.split(":")[0][:50])
def test_a_gap_in_the_wall_is_found(owner: Any, statement: str, expected: str) -> None:
    assert catalog.gaps(owner) == []
    owner.execute(statement)
    assert any(gap.startswith(expected) for gap in catalog.gaps(owner)), catalog.gaps(owner)
