"""PostgreSQL and Valkey together, in one folder of one checkout or of one test run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from pmo_site.local import binaries, roles
from pmo_site.local.account import Account, server_account
from pmo_site.local.failure import LocalRunError
from pmo_site.local.postgresql import PostgreSQL
from pmo_site.local.valkey import Valkey

# A socket's path may have 107 bytes; the folder must leave room for `.s.PGSQL.5432.lock`.
_LONGEST_FOLDER = 80
_STATE = Path("/var/lib/rashinban")


@dataclass(frozen=True, slots=True)
class Services:
    """Running servers and their addresses; `stop` ends them and keeps the data."""

    database_url: str
    database_admin_url: str
    database_backup_url: str
    superuser_url: str
    redis_url: str
    postgresql: PostgreSQL
    valkey: Valkey
    lock: IO[str] = field(repr=False)

    def environment(self) -> dict[str, str]:
        """The variables by which the site finds these servers."""
        return {
            "DATABASE_URL": self.database_url,
            "DATABASE_ADMIN_URL": self.database_admin_url,
            "REDIS_URL": self.redis_url,
        }

    def stopped(self) -> str | None:
        """The name of a server that is no longer alive."""
        alive = {"PostgreSQL": self.postgresql.is_running(), "Valkey": self.valkey.is_running()}
        return next((name for name, runs in alive.items() if not runs), None)

    def stop(self) -> None:
        """Stop both servers and give the folder free for the next run."""
        self.valkey.stop()
        self.postgresql.stop()
        self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(folder: Path, *, durable: bool = True, copies: Path | None = None) -> Services:
    """Start both servers on the data of `folder`, made where it has none.

    `durable=False` is for tests: nothing is synced to disk. `copies` is where root keeps the programs that the
    unprivileged account runs; by default inside the folder. Raises LocalRunError with one line to show.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    lock = _locked(folder)
    try:
        return _start(folder, lock, durable=durable, copies=copies)
    except BaseException:
        lock.close()
        raise


def _start(folder: Path, lock: IO[str], *, durable: bool, copies: Path | None) -> Services:
    account = server_account()
    place = _reachable(folder, account)
    copies = place / "programs" if copies is None else _reachable(copies, account)
    passwords = roles.passwords(folder / "secrets.json")
    sockets = socket_folder(folder, account)
    valkey = Valkey(
        binaries.valkey_program(account, copies), _owned(place / "valkey", account), sockets, account, durable
    )
    postgresql = PostgreSQL(
        binaries.postgresql_programs(account, copies),
        _owned(place / "postgresql", account),
        sockets,
        account,
        passwords,
        durable,
    )
    valkey.start()
    try:
        postgresql.start()
    except BaseException:
        valkey.stop()
        raise
    return Services(
        database_url=roles.address("rashinban_app", passwords.app, sockets),
        database_admin_url=roles.address("rashinban_owner", passwords.owner, sockets),
        database_backup_url=roles.address("rashinban_backup", passwords.backup, sockets),
        superuser_url=roles.address(roles.SUPERUSER, passwords.superuser, sockets, "postgres"),
        redis_url=f"redis+socket://{valkey.address}",
        postgresql=postgresql,
        valkey=valkey,
        lock=lock,
    )


def _locked(folder: Path) -> IO[str]:
    """Take the folder for this process; the system gives it free however the process ends."""
    lock = (folder / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise LocalRunError(f"Another run (process {holder}) is using {folder}; stop it first.") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


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


def socket_folder(folder: Path, account: Account) -> Path:
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
