"""Run the whole site on this machine until Ctrl+C, and leave nothing behind."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmo_site.local import processes, services, site
from pmo_site.local.failure import LocalRunError, last_lines, reason
from pmo_site.local.site import ROOT, Program

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_STOP_SECONDS = 8.0
_READY_SECONDS = 60.0
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Child:
    """A program that was started, with its process and its log."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path


def serve(port: int, state: Path) -> int:
    """Start everything, say where it is, wait for the signal to stop; 0 after a clean stop."""
    for number in _ENDING:
        signal.signal(number, _interrupt)
    for folder in ("log", "run", "static"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    try:
        with contextlib.ExitStack() as stack:
            return _serve(port, state, stack)
    except KeyboardInterrupt:
        _say("Stopped.")
        return 0


def _serve(port: int, state: Path, stack: contextlib.ExitStack) -> int:
    stack.enter_context(_only_run(state / "server.lock"))
    given = site.given_addresses(os.environ)
    stop_leftovers(port, state)
    refuse_a_used_port(port)
    if not given:
        _say("Starting PostgreSQL and Valkey …")
    running = None if given else stack.enter_context(services.start(state))
    environment = site.site_environment(state, port, running.environment() if running else {})
    site.compile_translations()
    backup = {"DATABASE_BACKUP_URL": running.database_backup_url} if running else {}
    files = {"FILES_ROOT": str(site.ROOT / ".local" / "files")}
    stack.enter_context(
        site.adoptable(state, files | environment | backup)
    )  # no program of the site reads as that role
    _say("Bringing the database up to date …")
    signs = site.bring_up_to_date(environment, state, running.postgresql.identity if running else None)
    _say("Starting web, worker, beat and relay …")
    children: list[Child] = []
    stack.callback(_stop, children, state)
    web, *others = site.programs(port, state)
    children.append(_start(web, environment, state))
    _wait_until_ready(port, children[0])  # alone, because four programs that load at once make each other wait
    children.extend(_start(program, environment, state) for program in others)
    _say(f"{signs.rstrip()}\n\nRashinban runs at http://localhost:{port} (Ctrl+C stops it). Logs: {state / 'log'}")
    return _watch(children, running)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text.lstrip("\n"), flush=True)  # noqa: T201  a command prints


@contextlib.contextmanager
def _only_run(file: Path) -> Iterator[None]:
    """Hold the checkout for this run; the system gives it free however the run ends."""
    with file.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalRunError("script/server already runs in this folder; stop that one first.") from None
        yield


def refuse_a_used_port(port: int) -> None:
    """Say so in one line before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise LocalRunError(f"Port {port} {why}; choose another one with --port.") from None


def _start(program: Program, environment: Mapping[str, str], state: Path) -> Child:
    log = state / "log" / f"{program.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own interpreter, no shell
            [sys.executable, *program.arguments],
            cwd=ROOT,
            env={**dict(program.variables), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    (state / "run" / f"{program.name}.pid").write_text(f"{process.pid}\n", encoding="utf-8")
    return Child(program, process, log)


def _wait_until_ready(port: int, web: Child) -> None:
    def answers() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return connection.recv(16).startswith(b"HTTP/")
        return False

    processes.wait_until(lambda: web.process.poll() is not None or answers(), seconds=_READY_SECONDS)
    if web.process.poll() is not None:
        raise LocalRunError(f"The web server stopped: {reason(last_lines(web.log)[-4000:])}. Log: {web.log}")
    if not answers():
        raise LocalRunError(f"The web server does not answer. Log: {web.log}")


def _ending(child: Child) -> str:
    code = child.process.returncode
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}: {reason(last_lines(child.log)[-4000:])}"


def _watch(children: list[Child], running: services.Services | None) -> int:
    """Tell of every program that ends; go on without it only where the pages live on."""
    alive = list(children)
    while True:
        time.sleep(_LOOK_SECONDS)
        for child in [child for child in alive if child.process.poll() is not None]:
            alive.remove(child)
            _say(f"{child.program.name} {_ending(child)}. Log: {child.log}")
            if child.program.essential:
                return 1
            _say(f"The pages go on without {child.program.name}; press Ctrl+C and start again to have it back.")
        stopped = running.stopped() if running else None
        if stopped:
            raise LocalRunError(f"{stopped} ended, so everything stops. Start again; the data is kept.")


def _stop(children: list[Child], state: Path) -> None:
    """Ask every program to end, then end those that do not."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.process.poll() is None:
            processes.send(child.process.pid, signal.SIGTERM, group=child.program.name == "web")
    processes.wait_until(lambda: all(c.process.poll() is not None for c in children), seconds=_STOP_SECONDS)
    for child in children:
        processes.send(child.process.pid, signal.SIGKILL, group=True)
        child.process.wait()
        (state / "run" / f"{child.program.name}.pid").unlink(missing_ok=True)


def stop_leftovers(port: int, state: Path) -> None:
    """End the programs that a killed run of this very folder left behind, and nothing else."""
    ours = {str(ROOT / ".venv"), str((ROOT / ".venv").resolve()), sys.prefix}
    for program in site.programs(port, state):
        file = state / "run" / f"{program.name}.pid"
        group = processes.read_pid(file)
        members = processes.group_members(group, program.mark) if group is not None else []
        if group is not None and any(place in member.command for member in members for place in ours):
            processes.end_group(group, seconds=_STOP_SECONDS)
        file.unlink(missing_ok=True)
