"""Real processes on a test's database and on a Valkey of its own: workers, relays and beats that may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from pmo_site.local import processes
from pmo_site.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
QUICK = {"JOBS_BACKOFF_SECONDS": "1", "JOBS_LOST_SECONDS": "4", "JOBS_BEAT_SECONDS": "1"}
"""Pauses that a test can wait for."""
RELAY = ("manage.py", "relay")
_CELERY = ("-m", "celery", "--app", "pmo_site.celery")
WORKER = (
    *_CELERY, "worker", "--include", "tests.jobs.handlers", "--concurrency", "1", "--without-gossip",
    "--without-mingle", "--loglevel", "CRITICAL",
)  # fmt: skip
BEAT = ("-m", "celery", "--app", "tests.jobs.beats", "beat", "--loglevel", "CRITICAL", "--pidfile=", "--schedule")


def wait_until(holds: Callable[[], bool], *, seconds: float = 60) -> bool:
    """Whether something comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return holds()


def send(server: Valkey, sign: signal.Signals) -> None:
    """Freeze, wake or kill the broker."""
    pid = processes.read_pid(server.pid_file)
    assert pid is not None
    os.kill(pid, sign)


@contextmanager
def running(server: Valkey, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of our own in a group of its own, ended with all its children."""
    address = os.environ["DATABASE_URL"].replace("/rashinban?", f"/{connection.settings_dict['NAME']}?")
    names = {"DATABASE_URL": address, "REDIS_URL": f"redis+socket://{server.address}"}
    process = subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **QUICK, **names}, start_new_session=True
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children, as a machine that loses its power does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
