"""What a session plans once is still asked by each tenant alone, and never outlives the session."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, NotSupportedError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Person
from pmo_site.tenancy import planning
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.prepared import PreparedShapes
from pmo_site.tenancy.statements import Ids, written

OFTEN = 8
"""The database plans a statement five times for its values before it may keep a plan for all of them."""

pytestmark = pytest.mark.django_db


def _with_person(slug: str, name: str = "Sato") -> Organization:
    organization = Organization.objects.create(id=uuid4(), slug=slug, name=slug)
    with tenant(organization.id):
        Person.objects.create(family_name=name, given_name=slug, folded="")
    return organization


def _unwalled(name: str) -> QuerySet[Person]:
    """A query that forgets its tenant: only the wall in the database parts the rows."""
    return Person._base_manager.filter(family_name=name)


def _by_slug(mark: str = "") -> PreparedShapes:
    """A query by a key; with a mark it is one that nothing else in this session asks."""
    return PreparedShapes(lambda slug: Organization.objects.filter(slug=slug).exclude(name=mark), by_key=True)


def _kept() -> list[tuple[str, int]]:
    """What this session keeps, and how often a plan for all values was taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, generic_plans FROM pg_prepared_statements ORDER BY name")
        found: list[tuple[str, int]] = cursor.fetchall()
        return found


def test_the_wall_stands_in_a_plan_that_serves_all_tenants() -> None:
    first, second = _with_person("first"), _with_person("second")
    people = PreparedShapes(_unwalled, by_key=True)
    for organization in (first, second) * OFTEN:
        with tenant(organization.id):
            assert [each.given_name for each in people.all(values={"name": "Sato"})] == [organization.slug]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.organization', '', true)")
    assert people.all(values={"name": "Sato"}) == []
    assert sum(generic for name, generic in _kept() if name.startswith("accounts_person_")) >= OFTEN


def test_a_statement_is_planned_once_and_each_asking_is_one_query() -> None:
    first, second = _with_person("first"), _with_person("second")
    organizations, before = _by_slug("once"), len(_kept())
    with CaptureQueriesContext(connection) as asked:
        for organization in (first, second) * OFTEN:
            assert organizations.all(values={"slug": organization.slug}) == [organization]
    assert len(asked) == 2 * OFTEN
    assert len(_kept()) == before + 1


def test_a_value_is_never_read_as_sql() -> None:
    _with_person("known")
    for slug in ("known'; --", "known' OR 'a'='a", "$1", "%s", "known\\"):
        assert _by_slug().all(values={"slug": slug}) == []


def test_a_plan_outlives_what_was_rolled_back() -> None:
    organization, organizations = _with_person("known"), _by_slug("outlives")
    with transaction.atomic():
        assert organizations.all(values={"slug": "known"}) == [organization]
        transaction.set_rollback(True)
    assert organizations.all(values={"slug": "known"}) == [organization]


def test_what_could_not_be_planned_is_planned_later() -> None:
    organization, organizations = _with_person("known"), _by_slug("later")
    organizations.is_kept(values={"slug": "known"})
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            connection.cursor().execute("SELECT 1 / 0")
        with pytest.raises(DatabaseError, match="aborted"):
            organizations.all(values={"slug": "known"})
        transaction.set_rollback(True)
    assert organizations.all(values={"slug": "known"}) == [organization]


@pytest.mark.django_db(transaction=True)
def test_a_new_session_plans_anew() -> None:
    organization, organizations = _with_person("known"), _by_slug()
    for _ in range(2):
        assert organizations.all(values={"slug": "known"}) == [organization]
        connection.close()


def test_a_column_of_another_type_is_refused_once_and_planned_anew() -> None:
    organizations = _by_slug("another type")
    with connection.cursor() as cursor:  # a table of this session alone, which stands before the site's own
        cursor.execute("SET LOCAL search_path TO pg_temp, public")
        cursor.execute("CREATE TEMP TABLE tenancy_organization (LIKE public.tenancy_organization) ON COMMIT DROP")
        assert organizations.all(values={"slug": "known"}) == []
        cursor.execute("ALTER TABLE pg_temp.tenancy_organization ALTER COLUMN name TYPE text")
    with pytest.raises(NotSupportedError), transaction.atomic():
        organizations.all(values={"slug": "known"})
    assert organizations.all(values={"slug": "known"}) == []


def test_what_a_session_keeps_no_more_is_sent_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    organization, before = _with_person("known"), _kept()
    monkeypatch.setattr(planning, "PLANS_KEPT", 0)
    assert _by_slug("as text").all(values={"slug": "known"}) == [organization]
    assert _kept() == before


def test_behind_a_pooler_no_session_keeps_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    organization, before = _with_person("known"), _kept()
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", 1)
    assert _by_slug("pooled").all(values={"slug": "known"}) == [organization]
    assert _kept() == before


def test_several_ids_are_asked_for_by_one_plan_however_many_there_are() -> None:
    all_of_them = [_with_person(slug).id for slug in ("first", "second", "third")]
    organizations = PreparedShapes(lambda ids: Organization.objects.filter(pk__in=ids), by_key=True)
    before = len(_kept())
    for ids in ([], all_of_them[:1], all_of_them):
        assert {each.id for each in organizations.all(values={"ids": Ids(ids)})} == set(ids)
    assert len(_kept()) == before + 1
    injected: list[Any] = ["00000000-0000-0000-0000-000000000000'::uuid) OR (true"]
    with pytest.raises(TypeError):
        organizations.all(values={"ids": Ids(injected)})


def test_several_ids_that_stand_beside_another_are_sent_as_text() -> None:
    organization, beside = _with_person("known"), _with_person("beside")

    def both(ids: Ids, one: UUID) -> QuerySet[Organization]:
        return Organization.objects.filter(pk__in=[*ids, one])

    values: dict[str, Any] = {"ids": Ids([organization.id]), "one": beside.id}
    statement = written(both, values, by_key=True)
    assert statement.plan is None
    assert {each.id for each in statement.rows(values)} == {organization.id, beside.id}
