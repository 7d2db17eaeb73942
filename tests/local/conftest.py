"""A folder of servers of its own for each module that stops, kills and restarts them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pmo_site.local import services
from tests.services import STATE

PROGRAMS = STATE / "programs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("servers")
    yield path
    services.discard(path)


@pytest.fixture
def running(folder: Path) -> Iterator[services.Services]:
    """Both servers, started on what the folder holds."""
    started = services.start(folder, durable=False, copies=PROGRAMS)
    yield started
    started.stop()
