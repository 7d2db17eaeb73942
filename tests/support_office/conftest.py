"""The demo's organizations, loaded once for a test, and the people who act in them."""

from __future__ import annotations

import pytest

from pmo_site.pages.services.demo import demo_load
from tests.projects.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001  the database is open
    """Everybody of 北斗ホールディングス."""
    demo_load()
    return Cast("hokuto")
