"""The two servers survive what happens to them, and stand in nobody's way."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from pmo_site.local import processes, roles, services
from pmo_site.local.account import server_account
from pmo_site.local.failure import FolderInUseError, LocalRunError, reason
from tests.local.conftest import PROGRAMS

ROOT = Path(__file__).resolve().parent.parent.parent


def ask(url: str, statement: str) -> Any:
    """Run one statement, committed, and return the first row."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None


def queue(running: services.Services) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(running.valkey.address))


def kill(running: services.Services) -> None:
    """End both servers as a power cut would, their children too."""
    postmaster = processes.read_pid(running.postgresql.data / "postmaster.pid")
    valkey = processes.read_pid(running.valkey.pid_file)
    assert postmaster
    assert valkey
    for pid in (postmaster, valkey):
        os.kill(pid, signal.SIGKILL)
    running.lock.close()


def test_data_survives_a_kill_of_both_servers(folder: Path) -> None:
    first = services.start(folder, durable=True, copies=PROGRAMS)
    ask(first.database_admin_url, "CREATE TABLE kept (word text)")
    ask(first.database_url, "INSERT INTO kept VALUES ('羅針盤')")
    with queue(first) as connection:
        connection.set("kept", "yes")
        connection.execute_command("WAITAOF", 1, 0, 5000)
    kill(first)
    with services.start(folder, durable=True, copies=PROGRAMS) as second, queue(second) as connection:
        assert ask(second.database_url, "SELECT word FROM kept") == ("羅針盤",)
        assert connection.get("kept") == b"yes"
        assert second.database_url == first.database_url


def test_servers_left_running_by_a_killed_run_are_replaced(folder: Path) -> None:
    left = services.start(folder, durable=False, copies=PROGRAMS)
    old = processes.read_pid(left.postgresql.data / "postmaster.pid")
    left.lock.close()
    with services.start(folder, durable=False, copies=PROGRAMS) as again:
        assert ask(again.database_url, "SELECT 1") == (1,)
        assert processes.find(old, "postgres", str(again.postgresql.data)) is None


def test_a_pid_file_that_names_another_process_stops_nothing(running: services.Services) -> None:
    account = server_account()
    running.stop()
    bystander = account.popen(["/bin/sleep", "60"], folder=Path("/"), output=Path(os.devnull))
    try:
        for file in (running.postgresql.data / "postmaster.pid", running.valkey.pid_file):
            file.write_text(f"{bystander.pid}\n{running.postgresql.data}\n", encoding="utf-8")
        with services.start(running.folder, durable=False, copies=PROGRAMS) as again:
            assert ask(again.database_url, "SELECT 1") == (1,)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_folder_serves_one_run_at_a_time(running: services.Services) -> None:
    with pytest.raises(FolderInUseError, match=f"process {os.getpid()}"):
        services.start(running.folder, durable=False, copies=PROGRAMS)


def test_nothing_listens_on_the_network(running: services.Services) -> None:
    assert ask(running.database_url, "SHOW listen_addresses") == ("",)
    with queue(running) as connection:
        assert connection.config_get("port") == {"port": "0"}
    assert stat.S_IMODE(running.postgresql.socket.stat().st_mode) == 0o700


def test_passwords_are_kept_for_the_owner_alone_and_stay_the_same(folder: Path, running: services.Services) -> None:
    file = folder / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert roles.passwords(file) == running.postgresql.passwords
    assert len({*vars_of(roles.passwords(file))}) == 4


def vars_of(passwords: roles.Passwords) -> list[str]:
    return [passwords.superuser, passwords.owner, passwords.app, passwords.backup]


def test_a_wrong_password_is_refused(running: services.Services) -> None:
    wrong = running.database_url.replace(running.postgresql.passwords.app, "guess")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(wrong, "SELECT 1")


def test_japanese_text_is_searched_and_folded_without_icu(running: services.Services) -> None:
    assert ask(running.database_url, "SELECT similarity('プロジェクト管理', 'プロジェクト計画')") == (0.5,)
    assert ask(running.database_url, "SELECT upper('é'), 'Ａ' ~ '\\w'") == ("É", True)
    order = "SELECT string_agg(x, '' ORDER BY x) FROM unnest(ARRAY['亜', 'ア', 'い']) AS x"
    assert ask(running.database_url, order) == ("いア亜",)


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path, running: services.Services) -> None:
    sockets = running.postgresql.socket
    running.stop()
    assert not sockets.exists()
    sockets.mkdir()
    sockets.chmod(0o777)
    try:
        with pytest.raises(LocalRunError, match="belongs to somebody else"):
            services.start(folder, durable=False, copies=PROGRAMS)
    finally:
        sockets.rmdir()


def test_a_long_folder_for_temporary_files_does_not_make_the_socket_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("a" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    started = services.start(tmp_path / "servers", durable=False, copies=PROGRAMS)
    try:
        assert len(os.fsencode(started.postgresql.socket / ".s.PGSQL.5432.lock")) <= 107
    finally:
        started.stop()
        services.discard(started.folder)
    assert not started.postgresql.socket.exists()


def test_the_command_line_starts_both_and_stops_them_on_sigterm(folder: Path) -> None:
    command = [sys.executable, "-m", "pmo_site.local", "services", "--scratch", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  our own interpreter
        assert process.stdout
        said = dict(process.stdout.readline().strip().split("=", 1) for _ in range(4))
        assert ask(said["DATABASE_URL"], "SELECT current_user") == ("rashinban_app",)
        assert ask(said["DATABASE_ADMIN_URL"], "SELECT current_user") == ("rashinban_owner",)
        assert ask(said["DATABASE_PLATFORM_URL"], "SELECT current_user") == ("rashinban_platform",)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    address = said["REDIS_URL"].removeprefix("redis+socket://")
    with socket.socket(socket.AF_UNIX) as probe, pytest.raises(OSError, match=r"refused|No such file"):
        probe.connect(address)


@pytest.mark.parametrize(
    ("output", "line"),
    [
        (
            "postgres: error while loading shared libraries: libz.so.1: cannot open shared object file",
            "the system library libz.so.1 is missing; install it and start again",
        ),
        (
            "LOG: x\nFATAL: could not write to file: No space left on device\nLOG: y",
            "the disk is full; free some space and start again",
        ),
        ("LOG: starting\nFATAL:  lock file exists\nHINT: remove it", "FATAL:  lock file exists"),
        ("", "it said nothing"),
    ],
)
def test_a_failure_is_told_in_the_line_that_matters(output: str, line: str) -> None:
    assert reason(output) == line
