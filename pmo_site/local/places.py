"""Where a run keeps its data, its sockets and its copies of the programs."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pmo_site.local.account import Account, server_account
from pmo_site.local.failure import LocalRunError

# A socket's path may have 107 bytes; the folder must leave room for `.s.PGSQL.5432.lock`.
_LONGEST_FOLDER = 80
# A new cluster takes 40 MB, and a server that finds no room cannot even say so in its log.
_NEEDED_BYTES = 32 << 20
_STATE = Path("/var/lib/rashinban")


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one run: what it was given, where its servers can keep data, sockets and programs."""

    folder: Path
    account: Account
    data: Path
    sockets: Path
    programs: Path

    def owned(self, name: str) -> Path:
        """A data folder that only the servers' account enters."""
        path = self.data / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.account.own(path)
        return path


def place(folder: Path, copies: Path | None = None) -> Place:
    """Choose the folders for a run in `folder`; `copies` is where root keeps the programs, by default inside."""
    account = server_account()
    data = _reachable(folder, account)
    _refuse_a_full_disk(data)
    programs = data / "programs" if copies is None else _reachable(copies, account)
    return Place(folder, account, data, _socket_folder(folder, account), programs)


def _refuse_a_full_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _NEEDED_BYTES:
        raise LocalRunError(f"The disk of {folder} is full ({free >> 20} MB left); free some space and start again.")


def _key(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def _reachable(folder: Path, account: Account) -> Path:
    """The folder itself, or a state folder of its own where the servers' account cannot enter it."""
    folder.mkdir(parents=True, exist_ok=True)
    if account.reaches(folder):
        return folder
    state = _STATE / _key(folder)
    state.mkdir(parents=True, exist_ok=True)
    return state


def _owned(folder: Path, account: Account) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    account.own(folder)
    return folder


def _socket_folder(folder: Path, account: Account) -> Path:
    """A short folder for the sockets of `folder`, which only the servers' account enters."""
    name = f"rashinban-{account.uid}-{_key(folder)}"
    choices = [Path(base, name) for base in (tempfile.gettempdir(), "/tmp")]  # noqa: S108  checked for its owner below
    path = next((choice for choice in choices if len(os.fsencode(choice)) <= _LONGEST_FOLDER), choices[-1])
    try:
        path.mkdir(mode=0o700)
        account.own(path)
    except FileExistsError:
        state = path.lstat()
        if path.is_symlink() or state.st_uid != account.uid or state.st_mode & 0o077:
            raise LocalRunError(f"{path} belongs to somebody else; remove it and start again.") from None
    return path
