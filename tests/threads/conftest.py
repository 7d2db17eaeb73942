"""A project with people around it, and a folder of its own for the files of each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import committed_world, world

__all__ = ["committed_world", "world"]


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: Any) -> Path:
    """Where this test's files lie."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
