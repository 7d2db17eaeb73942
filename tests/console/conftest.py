"""The demo's people for tests of the console."""

from __future__ import annotations

import pytest

from pmo_site.pages.services.demo import HOKUTO, demo_load
from tests.projects.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:  # noqa: ARG001  the demo stands in it
    """The people of the demo's first organization."""
    demo_load()
    return Cast(HOKUTO.slug)
