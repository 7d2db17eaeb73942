"""Prepared queries keep nothing of who asked first."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.selectors import organization_settings
from pmo_site.kernel import clock
from pmo_site.tenancy.context import NoTenantError, tenant
from pmo_site.tenancy.models import Organization
from pmo_site.tenancy.prepared import BakedValueError, Prepared
from pmo_site.tenancy.selectors import organization_by_slug

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
