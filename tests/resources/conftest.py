"""Fixtures of the tests of registers."""

from __future__ import annotations

import pytest

from tests.api.conftest import committed_world
from tests.resources.office import Office, make_office

__all__ = ["committed_world"]


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001  the database is open
    """One organization with two projects, their people, and departments."""
    return make_office()
