"""Fixtures of the tests of registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.world import World
    from tests.resources.office import Office


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001  the database is open
    """One organization with two projects, their people, and departments."""
    from tests.resources.office import make_office  # noqa: PLC0415  models need Django, which starts after this file

    return make_office()


@pytest.fixture
def committed_world(transactional_db: None) -> World:  # noqa: ARG001  the database is open
    """The world of the API's tests, committed, for tests with several connections."""
    from tests.api.world import make_world  # noqa: PLC0415  the same

    return make_world()
