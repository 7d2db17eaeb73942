"""script/server's own part: the whole site starts, dies, comes back and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection

from pmo_site.local import places, processes, roles, serve, services, site
from pmo_site.local.__main__ import main
from pmo_site.local.failure import LocalRunError
from pmo_site.tenancy.models import Organization
from tests.services import STATE

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = ("web", "worker", "beat", "relay")
OWN = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    serve.stop_leftovers(1, tmp_path)
    services.discard(tmp_path)


Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def start(state: Path, port: int) -> Iterator[Start]:
    """Starts the site, as often as it is asked to; whatever still runs in the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        started.append(launch(state, port))
        return ready(started[-1])

    yield run
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def launch(state: Path, port: int) -> subprocess.Popen[str]:
    """Start the site on a state folder of its own and on servers of its own."""
    return subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-m", "pmo_site.local", "serve", "--port", str(port), "--state", str(state)],
        cwd=ROOT,
        env={**{name: value for name, value in os.environ.items() if name not in OWN}, "DEMO_SMALL": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ready(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    """Wait until the site says where it is."""
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if "runs at" in line:
            return process
    pytest.fail("".join(said))


def pids(state: Path) -> dict[str, int]:
    found = {name: processes.read_pid(state / "run" / f"{name}.pid") for name in PROGRAMS}
    return {name: pid for name, pid in found.items() if pid is not None}


def status(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30) as answer:
        code: int = answer.status
        return code


def database(state: Path) -> str:
    """The owner's address on the servers of that state folder."""
    owner = roles.passwords(state / "secrets.json").owner
    return roles.address("rashinban_owner", owner, places.place(state).sockets)


def run_sql(state: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(database(state))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.mark.timeout(300)
def test_the_site_comes_back_with_its_data_after_everything_was_killed(state: Path, port: int, start: Start) -> None:
    first = start()
    assert status(port) == 200
    assert set(pids(state)) == set(PROGRAMS)
    run_sql(state, "CREATE TABLE kept AS SELECT 7 AS number")
    for process in [p for p in processes.running() if str(state) in p.command or p.group in pids(state).values()]:
        processes.send(process.pid, signal.SIGKILL)
    first.kill()
    first.communicate()

    second = start()
    assert status(port) == 200
    assert run_sql(state, "SELECT number FROM kept") == [(7,)]
    started = pids(state)
    second.send_signal(signal.SIGINT)
    said, _ = second.communicate(timeout=120)
    assert said.splitlines()[-1] == "Stopped."
    assert second.returncode == 0
    assert [p for p in processes.running() if p.group in started.values() or str(state) in p.command] == []
    assert pids(state) == {}


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-m", "pmo_site.local", "serve", "--port", port, "--state", str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"Port {port} is in use; choose another one with --port."]


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["serve", f"--port={port}"])
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


def test_some_but_not_all_addresses_are_a_mistake_that_names_the_missing() -> None:
    assert site.given_addresses(dict.fromkeys(OWN, "x"))
    assert not site.given_addresses({})
    with pytest.raises(LocalRunError, match="Set DATABASE_ADMIN_URL, REDIS_URL too"):
        site.given_addresses({"DATABASE_URL": "x"})


def sleeper(*words: str) -> subprocess.Popen[bytes]:
    """A process that does nothing, with those words on its command line, in a group of its own."""
    code = "import time; print(flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code, *words], start_new_session=True, stdout=subprocess.PIPE)  # noqa: S603  our own interpreter
    assert process.stdout
    process.stdout.readline()
    return process


def test_a_program_left_by_a_killed_run_is_ended(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with sleeper("gunicorn") as left:
        (tmp_path / "run" / "web.pid").write_text(f"{left.pid}\n", encoding="utf-8")
        serve.stop_leftovers(1, tmp_path)
        assert left.wait(timeout=10) == -signal.SIGKILL
    assert not (tmp_path / "run" / "web.pid").exists()


def test_another_process_that_bears_the_number_of_a_dead_program_lives_on(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with sleeper("something", "else") as other:
        (tmp_path / "run" / "web.pid").write_text(f"{other.pid}\n", encoding="utf-8")
        serve.stop_leftovers(1, tmp_path)
        time.sleep(0.2)
        assert other.poll() is None
        other.kill()


def test_what_the_user_has_set_stays_and_the_secret_key_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("MAIL_URL", "smtp://mine")
    first = site.site_environment(tmp_path, 8123, {"REDIS_URL": "redis://given"})
    again = site.site_environment(tmp_path, 8123, {})
    assert len(first["SECRET_KEY"]) >= 50
    assert first["SECRET_KEY"] == again["SECRET_KEY"]
    assert (first["MAIL_URL"], first["REDIS_URL"]) == ("smtp://mine", "redis://given")
    assert first["SITE_URL"] == "http://localhost:8123"


def test_catalogs_are_compiled_where_they_are_older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "app" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Risk"\nmsgstr "リスク"\n'
    )
    monkeypatch.setattr(site, "ROOT", tmp_path)
    site.compile_translations()
    compiled = source.with_suffix(".mo")
    assert "リスク".encode() in compiled.read_bytes()
    written = compiled.stat().st_mtime_ns
    site.compile_translations()
    assert compiled.stat().st_mtime_ns == written


def test_the_programs_of_a_run_are_those_of_the_state_folder() -> None:
    assert [program.name for program in site.programs(8000, STATE)] == list(PROGRAMS)


@pytest.mark.django_db(transaction=True)
def test_a_later_start_is_quick_and_names_no_sign_in_of_an_organization_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").mkdir()
    said: list[str] = []

    def manage(_environment: object, _log: Path, *asked: str) -> str:
        said.append(asked[0])
        return str(len(said))

    monkeypatch.setattr(site, "manage", manage)  # the database of the tests is migrated
    here = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    north = Organization.objects.create(slug="north", name="North")
    first = [site.bring_up_to_date({"DATABASE_URL": here}, tmp_path, "cluster") for _ in range(2)]
    assert first == ["2", "2"]
    Organization.objects.filter(pk=north.pk).update(slug="south")
    assert site.bring_up_to_date({"DATABASE_URL": here}, tmp_path, "cluster") == "2"
    Organization.objects.create(slug="east", name="East")
    assert site.bring_up_to_date({"DATABASE_URL": here}, tmp_path, "cluster") == "4"
    assert said == ["migrate", "seed_demo"] * 2


def test_a_command_joins_a_run_with_its_older_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": "old"}
    for name in keys:
        monkeypatch.setenv(name, "another")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "run").mkdir()
    with site.adoptable(tmp_path, {**keys, "PATH": "its own"}):
        site.adopt_running_site(tmp_path)
    assert {name: os.environ[name] for name in keys} == keys
    assert os.environ["PATH"] != "its own"
