"""The site under test: its own PostgreSQL, Valkey, web, relay, workers and two beats, each of which may be killed."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pmo_site.local import processes, services, site

ROOT = Path(__file__).resolve().parents[2]
_CELERY = ("-m", "celery", "--app", "pmo_site.celery")
_WORKER = (
    *_CELERY, "worker", "--include", "faults.tasks", "--concurrency", "2", "--without-gossip", "--loglevel", "INFO",
)  # fmt: skip
_BEAT = ("-m", "celery", "--app", "faults.beats", "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule")
WORKERS = ("worker-1", "worker-2")
BEATS = ("beat-1", "beat-2")
_GRACE_SECONDS = 60
_READY_SECONDS = 180


@dataclass(slots=True)
class Stage:
    """The running site; programs are known by name and started again under the same one."""

    state: Path
    port: int
    servers: services.Services
    environment: Mapping[str, str]
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311  the same faults in every run

    def arguments(self, name: str) -> tuple[str, ...]:
        """What a program is started with; all but worker and beat are those of a local run."""
        if name in WORKERS:
            return (*_WORKER, "--hostname", f"{name}@%h")
        if name in BEATS:
            return (*_BEAT, str(self.state / name))
        return next(each.arguments for each in site.programs(self.port, self.state) if each.name == name)

    def start(self, *names: str) -> None:
        """Start programs, each in a group of its own, its log in the state folder."""
        wide = next(each.variables for each in site.programs(self.port, self.state) if each.name == "worker")
        for name in names:
            with (self.state / "log" / f"{name}.log").open("ab") as log:
                self.programs[name] = subprocess.Popen(  # noqa: S603  our own interpreter, no shell
                    [sys.executable, *self.arguments(name)],
                    cwd=ROOT,
                    env={**(dict(wide) if name in WORKERS else {}), **self.environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def end(self, *names: str) -> float:
        """Ask programs to end as a deployment does; how many seconds they took."""
        began = time.monotonic()
        for name in names:
            processes.send(self.programs[name].pid, signal.SIGTERM)
        for name in names:
            self.programs[name].wait(timeout=_GRACE_SECONDS * 5)
        return time.monotonic() - began

    def children(self, name: str) -> list[int]:
        """The processes below a program."""
        pid = self.programs[name].pid
        return [each.pid for each in processes.running() if each.group == pid and each.pid != pid]

    def kill(self, name: str) -> None:
        """Kill a program and all its children, as a machine that loses its power does."""
        processes.send(self.programs[name].pid, signal.SIGKILL, group=True)
        self.programs[name].wait()

    def wait_until_ready(self) -> None:
        """Wait until /readyz says that all of it works."""
        if not wait_until(lambda: self._readiness() == "ok", seconds=_READY_SECONDS, pause=1):
            raise RuntimeError(f"The site does not get ready: {self._readiness()}.")

    def _readiness(self) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/readyz", headers={"Host": f"localhost:{self.port}"})
            return str(json.loads(connection.getresponse().read())["status"])
        except (OSError, http.client.HTTPException, ValueError) as error:
            return str(error)
        finally:
            connection.close()

    def freeze_broker(self, sign: signal.Signals) -> None:
        """Freeze, wake or kill Valkey."""
        pid = processes.read_pid(self.servers.valkey.pid_file)
        if pid is not None:
            processes.send(pid, sign)

    def stop_database(self, sign: signal.Signals) -> None:
        """Stop PostgreSQL: SIGINT is its fast stop, SIGQUIT its immediate one, after which it must recover."""
        pid = processes.read_pid(self.servers.postgresql.data / "postmaster.pid")
        if pid is not None:
            processes.send(pid, sign)
        if not wait_until(lambda: not self.servers.postgresql.is_running(), seconds=30):
            raise RuntimeError("PostgreSQL did not stop.")


def wait_until(holds: Callable[[], bool], *, seconds: float, pause: float = 0.25) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(pause)
    return holds()


@contextmanager
def running(state: Path, say: Callable[[str], None]) -> Iterator[Stage]:
    """Start everything on an empty database, and leave nothing but the logs behind."""
    services.discard(state)
    for folder in ("log", "run"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    port = _free_port()
    say("Starting PostgreSQL and Valkey, migrating, loading the demo …")
    with services.start(state, copies=ROOT / ".local" / "programs") as servers:
        given = {"PYTHONPATH": str(ROOT / "script"), "LOG_LEVEL": "WARNING", "DEMO_SMALL": "1"}
        environment = {**site.site_environment(state, port, servers.environment()), **given}
        site.compile_translations()
        site.bring_up_to_date(environment, state, servers.postgresql.identity)
        stage = Stage(state, port, servers, environment)
        os.environ.update(environment)
        say("Starting web, relay, two workers and two beats …")
        try:
            stage.start("web", "relay", *WORKERS, *BEATS)
            yield stage
        finally:
            for name in stage.programs:
                stage.kill(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
