"""PostgreSQL and Valkey together, in one folder of one checkout or of one test run."""

from __future__ import annotations

import fcntl
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from pmo_site.local import binaries, places, roles
from pmo_site.local.failure import FolderInUseError
from pmo_site.local.postgresql import PostgreSQL
from pmo_site.local.valkey import Valkey


@dataclass(frozen=True, slots=True)
class Services:
    """Running servers and their addresses; `stop` ends them and keeps the data."""

    folder: Path
    database_url: str
    database_admin_url: str
    database_backup_url: str
    database_platform_url: str
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
            "DATABASE_PLATFORM_URL": self.database_platform_url,
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
        shutil.rmtree(self.postgresql.socket, ignore_errors=True)
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


def discard(folder: Path) -> None:
    """End the servers of a folder and remove it with its data; a folder in use stays as it is."""
    folder = folder.resolve()
    if not folder.exists():
        return
    try:
        lock = _locked(folder)
    except FolderInUseError:
        return
    with lock:
        place = places.place(folder)
        for server in _servers(place, durable=False):
            server.stop()
        for path in {place.sockets, place.data, folder}:
            shutil.rmtree(path, ignore_errors=True)


def _start(folder: Path, lock: IO[str], *, durable: bool, copies: Path | None) -> Services:
    place = places.place(folder, copies)
    postgresql, valkey = _servers(place, durable=durable)
    passwords = postgresql.passwords
    valkey.start()
    try:
        postgresql.start()
    except BaseException:
        valkey.stop()
        raise
    return Services(
        folder=folder,
        database_url=roles.address("rashinban_app", passwords.app, place.sockets),
        database_admin_url=roles.address("rashinban_owner", passwords.owner, place.sockets),
        database_backup_url=roles.address("rashinban_backup", passwords.backup, place.sockets),
        database_platform_url=roles.address("rashinban_platform", passwords.platform, place.sockets),
        superuser_url=roles.address(roles.SUPERUSER, passwords.superuser, place.sockets, "postgres"),
        redis_url=f"redis+socket://{valkey.address}",
        postgresql=postgresql,
        valkey=valkey,
        lock=lock,
    )


def _servers(place: places.Place, *, durable: bool) -> tuple[PostgreSQL, Valkey]:
    account = place.account
    return (
        PostgreSQL(
            binaries.postgresql_programs(account, place.programs),
            place.owned("postgresql"),
            place.sockets,
            account,
            roles.passwords(place.folder / "secrets.json"),
            durable,
        ),
        Valkey(
            binaries.valkey_program(account, place.programs),
            place.owned("valkey"),
            place.sockets,
            account,
            durable,
        ),
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
        raise FolderInUseError(f"Another run (process {holder}) is using {folder}; stop it first.") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
