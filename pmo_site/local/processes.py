"""Processes that an earlier run left behind: found by what they run, never by their number alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Process:
    """A running process: its number, its group and its command line."""

    pid: int
    group: int
    command: str


def running() -> list[Process]:
    """Every process that can be seen; the dead ones that nobody has reaped are left out."""
    if (_PROC / "self" / "stat").exists():
        return [process for entry in _PROC.iterdir() if entry.name.isdigit() for process in _from_proc(entry)]
    return _from_ps()


def _from_proc(entry: Path) -> list[Process]:
    try:
        command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
    return [Process(int(entry.name), int(fields[2]), command)] if fields[0] not in "ZX" else []


def _from_ps() -> list[Process]:
    listing = subprocess.run(  # noqa: S603  a fixed program, no shell
        [shutil.which("ps") or "/bin/ps", "-A", "-ww", "-o", "pid=,pgid=,stat=,command="],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    rows = (line.split(None, 3) for line in listing.splitlines())
    return [Process(int(row[0]), int(row[1]), row[3]) for row in rows if len(row) == 4 and row[2][0] != "Z"]  # noqa: PLR2004  four columns asked for


def read_pid(file: Path) -> int | None:
    """The number on the first line of a pid file; None where there is none or it is no number."""
    try:
        return int(file.read_text(encoding="utf-8", errors="replace").split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return None


def group_members(group: int, *words: str) -> list[Process]:
    """The processes of a group whose command line holds every one of the words."""
    return [process for process in running() if process.group == group and all(w in process.command for w in words)]


def find(pid: int | None, *words: str) -> Process | None:
    """The process of that number, if its command line holds every one of the words."""
    return next((p for p in running() if p.pid == pid and all(word in p.command for word in words)), None)


def send(pid: int, sign: signal.Signals, *, group: bool = False) -> None:
    """Send a signal; a process that is already gone is no error."""
    try:
        (os.killpg if group else os.kill)(pid, sign)
    except ProcessLookupError:
        return


def end_group(group: int, *, seconds: float) -> None:
    """Kill every process of a group and wait until none is left."""
    send(group, signal.SIGKILL, group=True)
    wait_until(lambda: not group_members(group), seconds=seconds)


def wait_until(done: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again until it is so; False when the time is up."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
