"""One Valkey on a Unix socket, its queue kept in an append-only file."""

from __future__ import annotations

import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from pmo_site.local import processes
from pmo_site.local.account import Account
from pmo_site.local.failure import LocalRunError, last_lines, reason

_START_SECONDS = 20.0
_STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Valkey:
    """A server: the folder that holds its data, the socket folder, and who runs it."""

    program: Path
    folder: Path
    socket: Path
    account: Account
    durable: bool

    @property
    def address(self) -> Path:
        """The socket file."""
        return self.socket / "valkey.sock"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder / "valkey.log"

    @property
    def pid_file(self) -> Path:
        """The file with the server's process number."""
        return self.folder / "valkey.pid"

    def start(self) -> None:
        """Bring the server up with the data it had; one left over from an earlier run is stopped first."""
        self.stop()
        self.pid_file.unlink(missing_ok=True)
        options = {
            "--port": "0",
            "--unixsocket": str(self.address),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--pidfile": str(self.pid_file),
            "--logfile": str(self.log),
            "--appendonly": "yes",
            "--appendfsync": "everysec" if self.durable else "no",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "yes",
        }
        arguments = [part for option in options.items() for part in option]
        command: list[str | Path] = [self.program, *arguments, "--save", ""]
        started = self.account.run(command, folder=self.folder, output=self.log) == 0
        if not started or not processes.wait_until(self._decided, seconds=_START_SECONDS) or not self._answers():
            self.stop()
            raise LocalRunError(f"Valkey did not start: {reason(last_lines(self.log)[-2000:])}. Log: {self.log}")

    def stop(self) -> None:
        """Stop the server; what it has accepted is written out first."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            server = self._server()
            if server is None:
                return
            processes.send(server.pid, sign)
            processes.wait_until(lambda: self._server() is None, seconds=_STOP_SECONDS)

    def is_running(self) -> bool:
        """Whether our server is alive."""
        return self._server() is not None

    def _server(self) -> processes.Process | None:
        return processes.find(processes.read_pid(self.pid_file), "valkey-server", str(self.address))

    def _decided(self) -> bool:
        return self._answers() or (self.pid_file.exists() and not self.is_running())

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.address))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
