"""Fixtures of the tests of the API; other folders take them from here."""

from __future__ import annotations

import pytest

from tests.api.world import World, make_world


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    """One organization with a project and people around it, undone with the test."""
    return make_world()


@pytest.fixture
def committed_world(transactional_db: None) -> World:  # noqa: ARG001  the database is open
    """The same, committed, for tests with several connections."""
    return make_world()
