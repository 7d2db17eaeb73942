"""Addresses that are reversed once are those that Django gives."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from pmo_site.ui.addresses import address_of


@pytest.mark.parametrize("slug", ["north", "00000000-0000-0000-0000-000000000000"])
def test_an_address_is_the_one_that_django_reverses(slug: str) -> None:
    for key in (uuid4(), UUID(int=0)):
        found = address_of("projects:detail", slug, project_id=key)
        assert found == reverse("projects:detail", kwargs={"slug": slug, "project_id": key})
        parts = {"project_id": key, "member_id": uuid4()}
        assert address_of("projects:member_edit", slug, **parts) == reverse(
            "projects:member_edit", kwargs={"slug": slug, **parts}
        )
    assert address_of("home", slug) == reverse("home", kwargs={"slug": slug})


def test_an_unknown_route_fails() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("no-such-route", "north")
