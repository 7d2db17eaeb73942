"""Prepared queries keep nothing of who asked first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import F, Model, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import get_language

from pmo_site.accounts.models import Membership, OrganizationSettings, Person, User
from pmo_site.accounts.selectors import organization_settings
from pmo_site.kernel import clock
from pmo_site.tenancy.context import NoTenantError, tenant
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.prepared import Prepared, PreparedShapes
from pmo_site.tenancy.selectors import organization_by_slug
from pmo_site.tenancy.statements import BakedValueError, Ids, written
from support_office.models import Risk

pytestmark = pytest.mark.django_db


def _with_settings(slug: str, zone: str) -> Organization:
    organization = Organization.objects.create(id=uuid4(), slug=slug, name=slug)
    with tenant(organization.id):
        OrganizationSettings.objects.create(time_zone=zone)
    return organization


def test_the_tenant_of_the_first_asking_is_not_kept() -> None:
    first, second = _with_settings("first", "Asia/Tokyo"), _with_settings("second", "Europe/Berlin")
    for organization, zone in ((first, "Asia/Tokyo"), (second, "Europe/Berlin"), (first, "Asia/Tokyo")):
        with tenant(organization.id):
            assert organization_settings().time_zone == zone


def test_what_was_changed_since_is_read() -> None:
    organization = _with_settings("changing", "Asia/Tokyo")
    with tenant(organization.id):
        assert organization_settings().time_zone == "Asia/Tokyo"
        OrganizationSettings.objects.update(time_zone="Asia/Seoul")
        assert organization_settings().time_zone == "Asia/Seoul"


def test_a_tenants_query_raises_outside_any_tenant() -> None:
    organization = _with_settings("inside", "Asia/Tokyo")
    with tenant(organization.id):
        organization_settings()
    with pytest.raises(NoTenantError):
        organization_settings()


def test_an_unknown_value_finds_nothing_and_costs_one_query() -> None:
    _with_settings("known", "Asia/Tokyo")
    assert organization_by_slug("known") is not None
    with CaptureQueriesContext(connection) as asked:
        assert organization_by_slug("known'; --") is None
    assert len(asked) == 1


def test_a_value_of_one_request_is_refused_in_the_query_itself() -> None:
    baked = Prepared(lambda slug: Organization.objects.filter(slug=slug, created_at__lt=clock.now()), slug=str)
    with pytest.raises(BakedValueError):
        baked.first(slug="known")
    with pytest.raises(BakedValueError):
        Prepared(lambda: Organization.objects.filter(id=uuid4())).first()


def _read_meanwhile(slug: str) -> QuerySet[Organization]:
    named = Organization.objects.filter(slug__iexact=slug)
    return named if named.exists() else named.filter(name="")


_ODD: dict[str, Callable[[str], QuerySet[Organization]]] = {
    "decided": lambda slug: Organization.objects.filter(slug="PLACE" if slug == "place" else "another"),
    "derived": lambda slug: Organization.objects.filter(slug=slug.upper()),
    "language": lambda slug: Organization.objects.filter(slug=slug).exclude(name=get_language()),
    "moment": lambda slug: Organization.objects.filter(slug=slug, created_at__lt=clock.now()),
    "none": lambda _slug: Organization.objects.none(),
    "read": _read_meanwhile,
    "zone": lambda slug: Organization.objects.filter(slug=slug, created_at__year__gt=F("created_at__month")),
}


def _of_place(shape: str, *, slug: str = "", day: date | None = None) -> QuerySet[Organization]:
    if shape in _ODD:
        return _ODD[shape](slug)
    rows = Organization.objects.all()
    return rows.filter(slug=slug) if day is None else rows.filter(created_at__date=day)


@pytest.mark.parametrize("shape", _ODD)
def test_a_shape_that_would_keep_something_is_written_anew_and_answers_the_same(shape: str) -> None:
    _with_settings("PLACE", "Asia/Tokyo")
    shapes = PreparedShapes(_of_place)
    assert not shapes.is_kept(shape, values={"slug": "place"})
    for _ in range(2):
        assert shapes.all(shape, values={"slug": "place"}) == list(_of_place(shape, slug="place"))


def test_each_shape_is_asked_with_its_own_values() -> None:
    first, second = _with_settings("first", "Asia/Tokyo"), _with_settings("second", "Asia/Tokyo")
    shapes = PreparedShapes(_of_place)
    assert shapes.is_kept("one", values={"slug": "first"})
    for organization in (first, second, first):
        assert shapes.all("one", values={"slug": organization.slug}) == [organization]
    assert set(shapes.all("one", values={"slug": "", "day": clock.now().date()})) >= {first, second}


def test_the_day_of_a_moment_is_that_of_whoever_asks() -> None:
    organization = _with_settings("night", "Asia/Tokyo")
    moment = datetime(2026, 11, 26, 20, tzinfo=UTC)
    Organization.objects.filter(pk=organization.pk).update(created_at=moment)
    shapes = PreparedShapes(_of_place)
    for zone, day in (("Asia/Tokyo", date(2026, 11, 27)), ("Europe/Berlin", date(2026, 11, 26))) * 2:
        with timezone.override(ZoneInfo(zone)):
            assert shapes.all("one", values={"slug": "", "day": day}) == [organization]


def test_values_of_one_kind_under_different_names_are_different_askings() -> None:
    first, second = _with_settings("first", "Asia/Tokyo"), _with_settings("second", "Asia/Tokyo")

    def named(*, slug: str | None = None, name: str | None = None) -> QuerySet[Organization]:
        rows = Organization.objects.all()
        return rows.filter(slug=slug) if name is None else rows.filter(name=name)

    shapes = PreparedShapes(named)
    assert shapes.all(values={"slug": "first"}) == [first]
    assert shapes.all(values={"name": "second"}) == [second]


def test_a_number_is_kept_in_the_smallest_column_that_takes_numbers() -> None:
    def scored(score: int) -> QuerySet[Risk]:
        return Risk.objects.filter(live_score__lt=score)

    organization = _with_settings("numbers", "Asia/Tokyo")
    shapes = PreparedShapes(scored)
    with tenant(organization.id):
        assert shapes.is_kept(values={"score": 3})
        assert written(scored, {"score": 3}).sql == str(scored(0).query.sql_with_params()[0])


def test_a_value_of_another_kind_is_asked_for_anew() -> None:
    def held(is_active: bool) -> QuerySet[User]:  # noqa: FBT001  the value that is asked with
        return User.objects.filter(is_active=is_active)

    shapes = PreparedShapes(held)
    values: dict[str, Any] = {"is_active": True}
    assert not shapes.is_kept(values=values)
    assert shapes.all(values=values) == list(held(is_active=True))


def test_a_list_of_ids_takes_nothing_but_ids() -> None:
    organization = _with_settings("known", "Asia/Tokyo")
    shapes = PreparedShapes(lambda ids: Organization.objects.filter(pk__in=ids))
    assert shapes.all(values={"ids": Ids([organization.id, uuid4()])}) == [organization]
    assert shapes.all(values={"ids": Ids([uuid4()])}) == []
    injected: list[Any] = ["00000000-0000-0000-0000-000000000000'::uuid) OR (true"]
    with pytest.raises(TypeError):
        shapes.all(values={"ids": Ids(injected)})


def test_a_record_read_by_a_prepared_query_is_like_one_that_django_read() -> None:
    organization = _with_settings("alike", "Asia/Tokyo")
    with tenant(organization.id):
        person = Person.objects.create(family_name="Sato", given_name="Hana", folded="")
        user = User.objects.create_user(email="hana@alike.example", password=uuid4().hex)
        Membership.objects.create(person=person, user=user)

        def rows(user_id: UUID) -> QuerySet[Membership]:
            found = Membership.objects.filter(user_id=user_id).select_related("person__department", "user")
            return found.annotate(doubled=F("user__email"))

        own, read = PreparedShapes(rows).all(values={"user_id": user.pk})[0], rows(user.pk)[0]
        with CaptureQueriesContext(connection) as asked:
            assert _told(own) == _told(read)
            assert (_told(own.person), _told(own.user)) == (_told(person), _told(read.user))
            assert own.person.department is None
            assert own.doubled == user.email
        assert not asked.captured_queries
        own.person.given_name = "Haru"
        own.person.save()
        person.refresh_from_db()
        assert person.given_name == "Haru"


def _told(record: Model) -> dict[str, Any]:
    kept = {name: value for name, value in vars(record).items() if name not in {"_state", "_prefetched_objects_cache"}}
    return {**kept, "adding": record._state.adding, "db": record._state.db}
