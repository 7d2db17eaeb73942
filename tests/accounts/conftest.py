"""Fixtures of the tests of accounts."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.tenancy.models import Organization
from tests.accounts.world import Member, make_member, make_organization


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same Argon2, at the lowest cost it takes: what is tested is how often it runs, not how long."""
    for name, value in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
        monkeypatch.setattr(Argon2PasswordHasher, name, value)


@pytest.fixture
def organization(db: None) -> Organization:  # noqa: ARG001  the database is open
    """One organization, committed or not as its test wants."""
    return make_organization("north")


@pytest.fixture
def administrator(organization: Organization) -> Member:
    """Its tenant administrator."""
    return make_member(organization, OrganizationRole.TENANT_ADMINISTRATOR)


@pytest.fixture
def manager(organization: Organization) -> Member:
    """Its PMO manager."""
    return make_member(organization, OrganizationRole.PMO_MANAGER)


@pytest.fixture
def member(organization: Organization) -> Member:
    """Somebody without any special role."""
    return make_member(organization, OrganizationRole.MEMBER)
