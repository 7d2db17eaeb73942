"""The file an organization travels in: a zip of one list of rows per table, the kept files, and a manifest.

The manifest names every other entry with its number of lines and its SHA-256, so that a file that was cut short or
changed is refused before anything of it is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmo_site.portability.errors import PortabilityError

FORMAT = "rashinban-organization-1"
MANIFEST = "manifest.json"
_PIECE = 1 << 20


@dataclass
class ArchiveWriter:
    """Writes entries one after the other; the manifest comes last."""

    archive: zipfile.ZipFile
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add_lines(self, name: str, lines: Iterable[str]) -> int:
        """Write one JSON document per line; returns how many."""
        digest, count = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as entry:
            for line in lines:
                content = line.encode() + b"\n"
                digest.update(content)
                entry.write(content)
                count += 1
        self.entries[name] = {"lines": count, "sha256": digest.hexdigest()}
        return count

    def add_file(self, name: str, path: Path) -> None:
        """Write a file's bytes."""
        digest = hashlib.sha256()
        with self.archive.open(name, "w", force_zip64=True) as entry, path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                entry.write(piece)
        self.entries[name] = {"sha256": digest.hexdigest()}

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the manifest."""
        manifest = {"format": FORMAT, **facts, "entries": self.entries}
        self.archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


@contextmanager
def written(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive beside its place, for its owner's eyes alone, and move it there whole."""
    aside = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield ArchiveWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@dataclass(frozen=True)
class ArchiveReader:
    """Reads entries that the manifest names, and holds each against its sum."""

    archive: zipfile.ZipFile
    manifest: dict[str, Any]

    def names(self, folder: str) -> list[str]:
        """The entries of a folder."""
        return [name for name in self.manifest["entries"] if name.startswith(f"{folder}/")]

    def lines(self, name: str) -> Iterator[str]:
        """The documents of an entry."""
        with self.archive.open(name) as entry:
            for line in entry:
                yield line.decode().rstrip("\n")

    def content(self, name: str) -> bytes:
        """The bytes of a file."""
        return self.archive.read(name)

    def check(self) -> None:
        """Hold every entry against its sum, before a byte of it is understood as anything."""
        for name, stated in self.manifest["entries"].items():
            if self._sum(name) != stated["sha256"]:
                raise PortabilityError(f"{name} is not what was written: the file was damaged or changed.")

    def _sum(self, name: str) -> str:
        """The sum of what stands there; empty where that cannot even be unpacked."""
        digest = hashlib.sha256()
        try:
            with self.archive.open(name) as entry:
                while piece := entry.read(_PIECE):
                    digest.update(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError):  # as the damage happens to lie
            return ""
        return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[ArchiveReader]:
    """Open an archive whose entries are exactly those of its manifest, each as it was written."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise PortabilityError(f"{path} cannot be read: {error.strerror}.") from error
    except zipfile.BadZipFile as error:
        raise PortabilityError(f"{path} cannot be read: it is no zip archive, or one that was cut short.") from error
    with archive:
        reader = ArchiveReader(archive, _manifest(path, archive))
        reader.check()
        yield reader


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        is_ours = manifest["format"] == FORMAT
        named = sorted([*manifest["entries"], MANIFEST])
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise PortabilityError(f"{path} is no archive of an organization.") from error
    if not is_ours:
        raise PortabilityError(f"{path} is no archive of this format ({FORMAT}).")
    if sorted(archive.namelist()) != named:
        raise PortabilityError(f"{path} holds other entries than its manifest names.")
    return manifest
