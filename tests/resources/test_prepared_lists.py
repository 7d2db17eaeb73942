"""Queries of a list that nobody narrowed are written once: for every register, and never for another's reader."""

from __future__ import annotations

from typing import cast

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.accounts.models import Department
from pmo_site.resources import selectors
from pmo_site.resources.fields import Reference
from pmo_site.resources.filters import FilterForm
from pmo_site.resources.forms import LinkField
from pmo_site.resources.resource import Resource, resources
from pmo_site.resources.search import seen
from pmo_site.resources.services.saved import view_save
from pmo_site.resources.views.lists import PAGE_SIZE
from pmo_site.tenancy.keyset import Order
from projects.models import Project
from tests.api.world import more_projects
from tests.resources.office import Office, make_office

REGISTERS = [pytest.param(each, id=each.key) for each in resources()]


@pytest.mark.parametrize("resource", REGISTERS)
def test_the_queries_of_every_list_are_prepared(office: Office, resource: Resource) -> None:
    order = Order(resource.sorts()[resource.order.removeprefix("-")])
    for member in (office.world.manager, office.world.pm):
        with member.acting() as actor:
            rows = selectors.record_rows(actor, resource)
            if not rows.query.is_empty():
                is_alone = not vars(rows)["_prefetch_related_lookups"]  # people come with their roles, by queries more
                assert selectors._PAGE.is_kept(actor, resource.key, order, PAGE_SIZE, None) is is_alone
                assert selectors._COUNT.is_kept(actor, resource.key)
                assert seen._SEEN.is_kept(actor, resource.key, resource.model._meta.pk.attname)
            assert selectors._VIEWS.is_kept(actor, resource.key)


@pytest.mark.parametrize("resource", REGISTERS)
def test_the_choices_of_every_link_are_prepared(office: Office, resource: Resource) -> None:
    with office.inside():
        for field in resource.fields:
            if isinstance(field, Reference):
                assert selectors._OFFERED.is_kept(field.choices, values={}), field.name


def test_a_prepared_count_is_that_of_the_rows_that_the_reader_may_see(office: Office) -> None:
    more_projects(office.world, 3)
    projects = selectors.declared("projects")
    for member in (office.world.manager, office.world.lead, office.world.pm):
        with member.acting() as actor:
            rows = selectors.current_rows(selectors.record_rows(actor, projects), projects)
            assert selectors.record_count(actor, projects, owner=None) == rows.count()


def test_of_nothing_the_prepared_count_is_zero(office: Office) -> None:
    milestones = selectors.declared("milestones")
    with office.world.manager.acting() as actor:
        (none,) = [project for project in Project.objects.all() if project.code == "P-2"]
        assert selectors.record_count(actor, milestones, owner=none) == 0


def test_a_page_that_holds_every_row_counts_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def counts() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert office.manager.get("projects/").context["pager"].total == 2
        return sum("COUNT(" in each["sql"] for each in caught)

    assert counts() == 0
    monkeypatch.setattr("pmo_site.resources.views.lists.PAGE_SIZE", 1)
    assert counts() == 1


def test_views_and_choices_are_those_of_the_reader_s_own_organization(office: Office) -> None:
    other = make_office("south")
    with other.world.manager.acting() as actor:
        view_save(actor=actor, resource=selectors.declared("projects"), name="Theirs", query={}, is_shared=True)
    with other.inside():
        harbor = other.department()
        harbor.name = "Southern harbor"
        harbor.save()
    ours, theirs = office.manager.page("projects/"), other.manager.page("projects/")
    assert ("Southern harbor" in ours, "Southern harbor" in theirs) == (False, True)
    assert ("Theirs" in ours, "Theirs" in theirs) == (False, True)


def test_a_link_that_a_form_narrows_offers_no_more_than_that(office: Office) -> None:
    with office.world.manager.acting() as actor:
        form = FilterForm({}, resource=selectors.declared("projects"), actor=actor, fiscal_start=4)
        offered = str(form["department"])
        field = cast("LinkField", form.fields["department"])
        field.queryset = Department.objects.none()
        narrowed = str(form["department"])
    assert (offered.count("<option"), narrowed.count("<option")) == (3, 1)
