"""The rail marks where the reader is."""

from __future__ import annotations

import re

import pytest

from tests.resources.office import Office, make_office


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001  the database is open
    return make_office()


def marked(office: Office, path: str) -> str:
    """The address of the rail's entry that is marked on a page."""
    rail = re.search(r'<a [^>]*aria-current="page"[^>]*>', office.manager.page(path))
    assert rail, path
    found = re.search(r'href="/o/north/([^"]*)"', rail[0])
    assert found, rail[0]
    return found[1]


@pytest.mark.parametrize("page", ["", "health/", "risks/", "milestones/", "reports/", "history/", "comments/"])
def test_a_page_of_a_project_stands_under_projects(office: Office, page: str) -> None:
    assert marked(office, f"projects/{office.project().pk}/{page}") == "projects/"


@pytest.mark.parametrize("page", ["portfolio/", "risks/", "risks/new/", "projects/"])
def test_a_page_of_all_projects_stands_under_its_own_entry(office: Office, page: str) -> None:
    assert marked(office, page) == f"{page.partition('/')[0]}/"
