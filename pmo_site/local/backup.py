"""A backup of the whole site while it works, and its way back: the database as one dump, the files as one archive.

The database is dumped first and the files after it. A file is on the disk before its row is committed and stays there
for days after it was deleted, so every row of the dump finds its file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pmo_site.local.binaries import wheel_programs
from pmo_site.local.failure import LocalRunError, reason

FORMAT: Final = "rashinban-backup-1"
_DUMP, _FILES, _MANIFEST = "database.dump", "files.tar", "manifest.json"
_PIECE = 1 << 20
_FORGET_DEFAULTS = """
    ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM rashinban_app, rashinban_backup;
    ALTER DEFAULT PRIVILEGES REVOKE ALL ON SEQUENCES FROM rashinban_app, rashinban_backup;
    ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM rashinban_app;
"""
# A dump says what each table grants, not what it does not: created under the default privileges of a new database,
# history would be given back with the right to change it. The dump sets these privileges itself, as its last step.


def backup(folder: Path, environment: Mapping[str, str]) -> Path:
    """Write a new folder of this moment below `folder`, whole or not at all; returns it.

    Reads as the role that passes the walls and writes nothing (DATABASE_BACKUP_URL); dumped by any other role the
    rows of tenants would be missing, so PostgreSQL refuses it.
    """
    address = _given(environment, "DATABASE_BACKUP_URL")
    moment = datetime.now(UTC)
    target = folder / moment.strftime("%Y%m%dT%H%M%SZ")
    aside = folder / f".{target.name}.partial"
    aside.mkdir(mode=0o700, parents=True)
    try:
        _run("pg_dump", address, "--format=custom", "--no-owner", f"--file={aside / _DUMP}")
        with _written(folder):
            _pack(Path(_given(environment, "FILES_ROOT")), aside / _FILES)
        sums = {name: _sum(aside / name) for name in (_DUMP, _FILES)}
        facts = {"format": FORMAT, "taken_at": moment.isoformat(timespec="seconds"), "sha256": sums}
        (aside / _MANIFEST).write_text(json.dumps(facts, indent=1), encoding="utf-8")
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


@contextmanager
def _written(place: Path) -> Iterator[None]:
    """Name the folder where a disk is full or closed: the system's own words do not always."""
    try:
        yield
    except OSError as error:
        raise LocalRunError(f"{error.filename or place}: {error.strerror}; nothing was kept.") from error


def _pack(files: Path, target: Path) -> None:
    """Every file that is there; one that goes away meanwhile is missed alone, not with all that come after it."""
    with tarfile.open(target, "w") as archive:
        for folder, _folders, names in os.walk(files, onerror=_unless_gone):
            for path in (Path(folder), *(Path(folder, name) for name in sorted(names))):
                with suppress(FileNotFoundError):
                    archive.add(path, arcname="files" / path.relative_to(files), recursive=False)


def _unless_gone(error: OSError) -> None:
    """A folder that cannot be read is no backup; one that went away holds nothing."""
    if not isinstance(error, FileNotFoundError):
        raise error


def restore(source: Path, environment: Mapping[str, str]) -> None:
    """Fill an empty database and an empty folder of files from a backup, in one transaction of the owner.

    A database or a folder that holds something already is left as it is. The files come first, since they can be
    taken away again: where a disk is full or the dump is refused, both are as empty as before.
    """
    _check(source)
    address, files = _given(environment, "DATABASE_ADMIN_URL"), Path(_given(environment, "FILES_ROOT"))
    if files.exists() and any(files.iterdir()):
        raise LocalRunError(f"{files} is not empty; nothing was restored.")
    if _run("psql", address, "--no-psqlrc", "--tuples-only", "--command=\\dt").strip():
        raise LocalRunError("The database holds tables already; nothing was restored.")
    try:
        with _written(files):
            _unpack(source / _FILES, files)
        _run("psql", address, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--command={_FORGET_DEFAULTS}")
        _run("pg_restore", address, "--exit-on-error", "--single-transaction", "--no-owner", str(source / _DUMP))
    except BaseException:
        for left in files.glob("*"):
            shutil.rmtree(left, ignore_errors=True)
        raise


def _unpack(source: Path, files: Path) -> None:
    with tarfile.open(source) as archive:
        for member in archive.getmembers():
            inside = member.name.removeprefix("files").lstrip("/")
            if inside:
                archive.extract(member.replace(name=inside), files, filter="data")


def _check(source: Path) -> None:
    """Refuse what is no backup, or not the one that was written."""
    try:
        facts = json.loads((source / _MANIFEST).read_text(encoding="utf-8"))
        sums = facts["sha256"] if facts["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LocalRunError(f"{source} holds no backup that can be read.") from error
    if set(sums) != {_DUMP, _FILES} or any(_sum(source / name) != stated for name, stated in sums.items()):
        raise LocalRunError(f"{source} is not what was written: it was damaged or changed. Nothing was restored.")


def _given(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise LocalRunError(f"Set {name}; docs/operations.md says to what.")
    return environment[name]


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _run(program: str, address: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs on a database; the password stands on no command line."""
    parts = urlsplit(address)
    place = f"{parts.scheme}://{parts.username}@{parts.netloc.rpartition('@')[2]}{parts.path}?{parts.query}"
    ended = subprocess.run(  # noqa: S603  fixed programs, no shell
        [wheel_programs() / program, *arguments, f"--dbname={place}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PGPASSWORD": unquote(parts.password or "")},
    )
    if ended.returncode != 0:
        raise LocalRunError(f"{program} failed: {reason(ended.stderr)}")
    return ended.stdout
