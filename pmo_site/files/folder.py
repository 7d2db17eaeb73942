"""Where bytes lie: one folder per organization, written so that a file is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

PART = ".part"


def root_of(organization_id: UUID) -> Path:
    """The organization's own folder."""
    return Path(settings.FILES_ROOT) / str(organization_id)


def path_of(organization_id: UUID, file_id: UUID) -> Path:
    """The place of a file; the last digits of its id spread files over folders, its first ones tell the time."""
    return root_of(organization_id) / file_id.hex[-2:] / str(file_id)


def write(path: Path, content: bytes) -> None:
    """Put bytes in their place: written aside, forced to the disk, then renamed."""
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    aside = path.parent / f"{uuid4().hex}{PART}"
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _force(path.parent)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def _force(folder: Path) -> None:
    """Force a rename to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def probe() -> None:
    """Write a byte into the folder of all files and take it away; OSError where none can be kept."""
    folder = Path(settings.FILES_ROOT)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\0")
        file.flush()


def entries(organization_id: UUID) -> Iterator[tuple[Path, float]]:
    """Every file of an organization's folder with the time it was written; what goes meanwhile is left out."""
    for path in root_of(organization_id).glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            yield path, path.stat().st_mtime
