"""One PostgreSQL cluster in a folder: made once, started, stopped, and started again after a crash."""

from __future__ import annotations

import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pmo_site.local import processes
from pmo_site.local.account import Account
from pmo_site.local.failure import LocalRunError, last_lines, reason
from pmo_site.local.roles import ROLES_SQL, SUPERUSER, Passwords

_START_SECONDS = 60
_RETRY_SECONDS = 6.0
_STOP_SECONDS = 20.0

# Sorting by code point with Unicode upper and lower case, the same on every machine: no ICU, no system locale.
# pg_trgm still asks the system which characters are letters, and under plain C no Japanese one is.
LOCALE: Final = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")

_SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "500",
    "log_lock_waits": "on",
    "deadlock_timeout": "1s",
    "password_encryption": "scram-sha-256",
    # One transaction may touch every table with all its indexes (a removed organization, an emptied test database).
    "max_locks_per_transaction": "256",
}
# A test run's data may be lost with the machine; a crash of the server alone loses nothing even so.
# Its tables are emptied and filled within transactions: a vacuum in between would note them as empty, and every plan
# after it would be made for no rows at all.
_NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum": "off",
}


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A cluster: the folder that holds `data`, the socket folder, and who runs it."""

    programs: Path
    folder: Path
    socket: Path
    account: Account
    passwords: Passwords
    durable: bool

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder / "postgresql.log"

    @property
    def identity(self) -> str:
        """What tells this cluster from one made later in the same place."""
        return str((self.data / "PG_VERSION").stat().st_mtime_ns)

    def start(self) -> None:
        """Bring the cluster up with its roles; a server left over from an earlier run is stopped first."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._stop_leftover()
        self._start_server()
        self._apply_roles()

    def stop(self) -> None:
        """Stop the server; open connections are ended, what they committed stays."""
        self._stop_leftover()

    def is_running(self) -> bool:
        """Whether our server is alive."""
        return self._server() is not None

    def _create(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a broken attempt leaves none."""
        partial = self.folder / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.folder, prefix="pw-") as file:
            file.write(f"{self.passwords.superuser}\n")
            file.flush()
            self.account.own(file.fileno())
            options = [f"--pgdata={partial}", f"--username={SUPERUSER}", f"--pwfile={file.name}"]
            sync = [] if self.durable else ["--no-sync"]
            self._run("initdb", *options, *LOCALE, "--auth=scram-sha-256", *sync)
        partial.rename(self.data)

    def _start_server(self) -> None:
        settings = _SETTINGS | {"unix_socket_directories": str(self.socket), "unix_socket_permissions": "0700"}
        if not self.durable:
            settings |= _NOT_DURABLE
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        command = ("-D", str(self.data), "-l", str(self.log), "-w", "-t", str(_START_SECONDS), "-o", options, "start")
        deadline = time.monotonic() + _RETRY_SECONDS
        while True:
            self._remove_stale_pid_file()
            try:
                return self._run("pg_ctl", *command)
            except LocalRunError as error:
                # A server killed a moment ago may not be reaped yet, and its lock file then still counts.
                if time.monotonic() > deadline:
                    said = reason(f"{error}\n{last_lines(self.log)[-2000:]}")
                    raise LocalRunError(f"PostgreSQL did not start: {said}. Log: {self.log}") from error
            time.sleep(0.5)

    def _apply_roles(self) -> None:
        options = (
            "--no-psqlrc",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            f"--host={self.socket}",
            f"--username={SUPERUSER}",
        )
        self._run("psql", *options, "--dbname=postgres", environment=self.passwords.environment(), text=ROLES_SQL)

    def _stop_leftover(self) -> None:
        """Stop the server of this data folder, fast at first and then at once."""
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            server = self._server()
            if server is None:
                return
            processes.send(server.pid, sign)
            processes.wait_until(lambda: self._server() is None, seconds=_STOP_SECONDS / 2)

    def _server(self) -> processes.Process | None:
        return processes.find(processes.read_pid(self._pid_file), "postgres", str(self.data))

    @property
    def _pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def _remove_stale_pid_file(self) -> None:
        """Remove the pid file of a dead server: another process may bear its number by now."""
        if self._pid_file.exists() and self._server() is None:
            self._pid_file.unlink()

    def _run(
        self, program: str, *arguments: str, environment: dict[str, str] | None = None, text: Path | None = None
    ) -> None:
        """Run one of PostgreSQL's programs; its failure is one line."""
        output = self.folder / f"{program}.log"
        output.unlink(missing_ok=True)
        command: list[str | Path] = [self.programs / program, *arguments]
        if self.account.run(command, folder=self.folder, output=output, environment=environment, text=text) != 0:
            raise LocalRunError(f"{program} failed: {reason(last_lines(output))}. Log: {output}")
