"""Every address declares what it asks for; a deployment is checked."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpRequest, HttpResponse

from pmo_site.accounts.checks import FOREIGN_VIEWS, database_driver, database_role, declared_views, routes, view_name
from pmo_site.accounts.routing import Openness, UndeclaredViewError, requirement_of


def test_every_address_declares_what_it_asks_for() -> None:
    assert declared_views() == []


def test_the_list_of_foreign_views_holds_nothing_that_is_gone_or_declared() -> None:
    undeclared = set()
    for _route, view in routes():
        try:
            requirement_of(view)
        except UndeclaredViewError:
            undeclared.add(view_name(view))
    assert {name for name in FOREIGN_VIEWS if name.startswith("django.")} <= undeclared
    assert undeclared <= set(FOREIGN_VIEWS)


def test_a_view_without_a_declaration_is_found_out() -> None:
    def forgotten(_request: HttpRequest) -> HttpResponse:
        raise Http404

    with pytest.raises(UndeclaredViewError):
        requirement_of(forgotten)


def test_views_open_to_all_give_their_reason() -> None:
    for _route, view in routes():
        if view_name(view) not in FOREIGN_VIEWS and requirement_of(view).openness is Openness.ALL:
            assert requirement_of(view).reason


@pytest.mark.django_db
def test_the_role_of_this_very_test_run_passes_the_checks_of_a_deployment() -> None:
    assert database_role() == []
    assert database_driver() == []
