"""What an endpoint's declaration lets a token do where no right is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied as PolicyDenied
from django.test import RequestFactory
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.accounts.scopes import TokenScope, bounds_of
from pmo_site.api.permissions import Access, Declared, declares, lists_by


def _nothing_asked(**_parts: object) -> None:
    """No right stands in the address."""


@declares(GET=lists_by(_nothing_asked, "a trial"), POST=lists_by(_nothing_asked, "a trial"))
class Trial(APIView):
    access: ClassVar[Mapping[str, Access]]

    def get(self, request: object) -> None: ...

    def post(self, request: object) -> None: ...


def asked(method: str) -> bool:
    request: Any = RequestFactory().generic(method, "/")
    key = uuid4()
    bounds = bounds_of(key, list(TokenScope))
    who = {"organization_id": uuid4(), "user_id": uuid4(), "person_id": None, "roles": frozenset[OrganizationRole]()}
    facts: dict[str, Any] = {**who, "model": OperatingModel.COMBINED, "today": date(2026, 11, 27)}
    request.actor = Actor(**facts, bounds=bounds)
    view: Any = SimpleNamespace(access=Trial.access, kwargs={})
    return Declared().has_permission(request, view)


def test_a_token_reads_where_the_rows_themselves_decide() -> None:
    assert asked("GET")


def test_a_token_changes_nothing_where_no_right_is_asked() -> None:
    with pytest.raises((PermissionDenied, PolicyDenied)):
        asked("POST")
