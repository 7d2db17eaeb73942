"""The office of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notifications.world import Office, kinds, make_office


@pytest.fixture
def office(db: None) -> Iterator[Office]:  # noqa: ARG001  the database is open
    """An organization with somebody to tell, and kinds to tell of."""
    with kinds():
        yield make_office()
