"""Fixtures of the tests of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.world import World


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001  the database is open
    """One organization with a project and people around it, undone with the test."""
    from tests.api.world import make_world  # noqa: PLC0415  models need Django, which starts after this file

    return make_world()


@pytest.fixture
def committed_world(transactional_db: None) -> World:  # noqa: ARG001  the database is open
    """The same, committed, for tests with several connections."""
    from tests.api.world import make_world  # noqa: PLC0415  the same

    return make_world()
