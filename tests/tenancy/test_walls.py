"""Each wall alone keeps two organizations apart, seen from two connections; without it, the leak shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client

from pmo_site.accounts.selectors import actor_of_user
from pmo_site.tenancy.context import NoTenantError, tenant
from pmo_site.tenancy.models import Organization
from projects.models import Milestone, Project
from tests.accounts.world import Member
from tests.tenancy.catalog import tenant_tables
from tests.tenancy.pair import Pair

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(member: Member) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member.user, backend=BACKEND)
    return client


def enter(cursor: Any, organization: Organization) -> None:
    cursor.execute("SELECT set_config('app.organization', %s, true)", [str(organization.id)])


def unguarded() -> models.QuerySet[Project]:
    """Projects as asked for past the manager."""
    return models.QuerySet(Project)


def names(cursor: Any, table: str = "projects_project") -> list[str]:
    cursor.execute(f"SELECT name FROM {table} ORDER BY name")  # noqa: S608  the tests' own words
    return [row[0] for row in cursor.fetchall()]


# The edge


def test_the_edge_knows_nothing_of_another_organization(pair: Pair) -> None:
    client = client_of(pair.north.manager)
    answers = [client.get(f"/o/{slug}/projects/") for slug in ("south", "nowhere")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert pair.south.word not in answers[0].content.decode()
    assert pair.north.word in client.get("/o/north/projects/").content.decode()


@pytest.mark.parametrize("typed", ["%00", "a%0D%0AX-Sent: 1", "%E6%97%A5%E6%9C%AC"])
def test_whoever_is_not_signed_in_is_led_back_to_any_address_that_can_be_typed(db: None, typed: str) -> None:  # noqa: ARG001  the database is open
    answer = Client().get(f"/o/{typed}/projects/?q=a&status=active")
    where = urlsplit(answer.headers["Location"])
    assert (answer.status_code, where.path) == (302, "/accounts/login/")
    assert answer.headers["Location"].isascii()
    assert not set(answer.headers["Location"]) & {"\0", "\r", "\n"}
    assert parse_qs(where.query)["next"] == [f"/o/{typed.replace(' ', '%20')}/projects/?q=a&status=active"]


def test_without_the_edge_the_other_organization_shows(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def anybody(_user_id: object, **facts: Any) -> Any:
        return actor_of_user(pair.south.manager.user.pk, **facts)

    monkeypatch.setattr("pmo_site.accounts.middleware.actor_of_user", anybody)
    assert pair.south.word in client_of(pair.north.manager).get("/o/south/projects/").content.decode()


# The manager


@pytest.mark.parametrize("kind", [Project, Milestone])
def test_the_manager_raises_outside_any_organization(pair: Pair, kind: type[models.Model]) -> None:
    assert pair.north.project.pk
    with pytest.raises(NoTenantError):
        kind._default_manager.all()


def test_without_the_manager_nothing_raises_and_the_next_wall_stands(pair: Pair) -> None:
    assert list(unguarded()) == []
    with tenant(pair.north.organization.id):
        assert [project.name for project in unguarded()] == [pair.north.word]


# Row-level security


def test_row_level_security_shows_each_connection_its_own_organization(pair: Pair, other_connection: Any) -> None:
    with other_connection.cursor() as cursor:
        assert names(cursor) == []
        enter(cursor, pair.south.organization)
        assert names(cursor) == [pair.south.word]
        with tenant(pair.north.organization.id):
            assert [project.name for project in unguarded()] == [pair.north.word]
            assert names(cursor) == [pair.south.word]
        other_connection.commit()
        assert names(cursor) == []


@pytest.mark.fault("T06")
def test_without_a_tenant_no_table_shows_a_row(pair: Pair, other_connection: Any) -> None:
    with other_connection.cursor() as cursor:
        shown = {}
        for told in ("", str(pair.north.organization.id)):
            cursor.execute("SELECT set_config('app.organization', %s, true)", [told])
            for table in tenant_tables(cursor):
                cursor.execute(f"SELECT count(*), count(DISTINCT organization_id) FROM {table}")  # noqa: S608  of the catalog
                shown[told, table] = cursor.fetchone()
    assert {rows for (told, _table), rows in shown.items() if not told} == {(0, 0)}
    assert {tenants for (told, _table), (_rows, tenants) in shown.items() if told} == {0, 1}
    assert shown[str(pair.north.organization.id), "projects_milestoneevent"] == (1, 1)


def test_row_level_security_binds_the_owner_too_until_it_is_taken_away(pair: Pair, owner: Any) -> None:
    assert names(owner) == []
    owner.execute("ALTER TABLE projects_project NO FORCE ROW LEVEL SECURITY")
    assert names(owner) == [pair.north.word, pair.south.word]


@pytest.mark.fault("T06")
def test_a_row_cannot_be_written_into_or_moved_to_another_organization(pair: Pair, other_connection: Any) -> None:
    with other_connection.cursor() as cursor:
        enter(cursor, pair.north.organization)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("UPDATE projects_project SET organization_id = %s", [str(pair.south.organization.id)])
        other_connection.rollback()
        enter(cursor, pair.north.organization)
        cursor.execute("UPDATE projects_project SET name = 'mine'")
        assert cursor.rowcount == 1
        cursor.execute("DELETE FROM projects_milestone WHERE id = %s", [str(pair.south.milestone.pk)])
        assert cursor.rowcount == 0
    with tenant(pair.south.organization.id):
        assert Milestone.objects.get().name == pair.south.word


def test_without_its_check_a_row_moves_to_another_organization(pair: Pair, owner: Any) -> None:
    enter(owner, pair.north.organization)
    owner.execute(
        "INSERT INTO tenancy_counter (id, organization_id, kind, last) VALUES (gen_random_uuid(), %s, 'risk', 7)",
        [str(pair.north.organization.id)],
    )
    owner.execute("ALTER POLICY tenant ON tenancy_counter WITH CHECK (true)")
    owner.execute("UPDATE tenancy_counter SET organization_id = %s", [str(pair.south.organization.id)])
    assert owner.rowcount == 1
    enter(owner, pair.south.organization)
    owner.execute("SELECT kind, last FROM tenancy_counter")
    assert owner.fetchall() == [("risk", 7)]


# Composite keys


def test_a_link_to_another_organization_s_row_is_refused_at_once(pair: Pair) -> None:
    with tenant(pair.north.organization.id):
        for foreign in (pair.south.project.pk, pair.north.milestone.pk):
            with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
                Milestone.objects.create(project_id=foreign, name="x")
        assert Milestone.objects.count() == 1


def test_a_plain_key_accepts_what_row_level_security_hides(pair: Pair, owner: Any) -> None:
    owner.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'projects_milestone'::regclass"
        " AND confrelid = 'projects_project'::regclass"
    )
    (name,) = owner.fetchone()
    owner.execute(f"ALTER TABLE projects_milestone DROP CONSTRAINT {name}")
    owner.execute("ALTER TABLE projects_milestone ADD FOREIGN KEY (project_id) REFERENCES projects_project (id)")
    enter(owner, pair.north.organization)
    owner.execute("UPDATE projects_milestone SET project_id = %s", [str(pair.south.project.pk)])
    assert owner.rowcount == 1


@pytest.mark.fault("T10")
def test_the_same_code_lives_in_two_organizations(pair: Pair) -> None:
    # make_pair gave both the code P-1: a unique constraint that did not lead with the organization would tell.
    assert pair.north.project.code == pair.south.project.code == "P-1"
    with tenant(pair.north.organization.id), pytest.raises(IntegrityError, match="project_code_once"):
        Project.objects.create(code="P-1", name="x", folded_name="x")
