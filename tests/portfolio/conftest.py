"""An organization with two projects and people of different rights, for the tests of health."""

from __future__ import annotations

import pytest

from tests.api.world import World, make_world


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    return make_world()
