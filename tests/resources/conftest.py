"""Fixtures of the tests of registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.resources.office import Office


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001  the database is open
    """One organization with two projects, their people, and departments."""
    from tests.resources.office import make_office  # noqa: PLC0415  models need Django, which starts after this file

    return make_office()
