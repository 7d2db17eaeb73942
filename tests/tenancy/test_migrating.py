"""A data migration reaches every tenant's rows, one tenant at a time."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connections

from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.migrating import for_each_organization
from projects.models import Project
from tests.tenancy.pair import Pair
from tests.tenancy.test_walls import unguarded


@pytest.mark.django_db(transaction=True, databases=["default", "admin"])
def test_the_owner_sees_no_row_of_tenants_unless_it_works_tenant_by_tenant(pair: Pair) -> None:
    seen: dict[UUID, list[str]] = {}

    def work(organization_id: UUID) -> None:
        rows = unguarded().using("admin")
        seen[organization_id] = [project.name for project in rows]
        rows.update(purpose="migrated")

    with connections["admin"].schema_editor() as editor:
        assert not unguarded().using("admin").exists()
        assert for_each_organization(editor, work) == 2
        assert not unguarded().using("admin").exists()
    assert seen == {side.organization.id: [side.word] for side in (pair.north, pair.south)}
    for side in (pair.north, pair.south):
        with tenant(side.organization.id):
            assert Project.objects.get().purpose == "migrated"


@pytest.mark.django_db(transaction=True, databases=["default", "admin"])
def test_a_migration_that_fails_in_one_tenant_changes_none(pair: Pair) -> None:
    def work(organization_id: UUID) -> None:
        unguarded().using("admin").update(purpose="migrated")
        if organization_id == max(pair.north.organization.id, pair.south.organization.id):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), connections["admin"].schema_editor() as editor:
        for_each_organization(editor, work)
    for side in (pair.north, pair.south):
        with tenant(side.organization.id):
            assert Project.objects.get().purpose == ""
