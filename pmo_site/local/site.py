"""The programs of the site: what each is started with, and the steps before them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from pmo_site.local.failure import LocalRunError, last_lines, reason
from pmo_site.local.roles import kept_secrets

ROOT = Path(__file__).resolve().parent.parent.parent
_MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn makes its own private file there
# A rollup may take minutes where a page may take seconds.
_WIDE = (("DATABASE_STATEMENT_TIMEOUT_MS", "240000"), ("DATABASE_IDLE_TIMEOUT_MS", "240000"))
_ADDRESSES = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL")
_JOINED = (
    "RASHINBAN_LOCAL",
    "SITE_URL",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DATABASE_BACKUP_URL",
    "DATABASE_PLATFORM_URL",
    "FILES_ROOT",
)


def given_addresses(environment: Mapping[str, str]) -> bool:
    """Whether the user brings the servers; some but not all of their addresses is a mistake."""
    missing = [name for name in _ADDRESSES if not environment.get(name)]
    if missing and len(missing) < len(_ADDRESSES):
        raise LocalRunError(f"Set {', '.join(missing)} too, or none of {', '.join(_ADDRESSES)}.")
    return not missing


def site_environment(state: Path, port: int, addresses: Mapping[str, str]) -> dict[str, str]:
    """The variables of a local run; what the user has set stays."""
    made = {
        "RASHINBAN_LOCAL": "1",
        "DJANGO_SETTINGS_MODULE": "pmo_site.settings",
        "SITE_URL": f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    if not os.environ.get("SECRET_KEY"):
        made["SECRET_KEY"] = "".join(kept_secrets(state / "site-secrets.json", "secret_key", "secret_key_2").values())
    return {**made, **os.environ, **addresses}


@contextlib.contextmanager
def adoptable(state: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Let `manage.py` join this run while it lasts: what it must know lies in a file readable by us alone."""
    known = {name: environment[name] for name in (*_ADDRESSES, *_JOINED) if name in environment}
    file = state / "run" / "environment.json"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(json.dumps(known), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def adopt_running_site(state: Path = ROOT / ".local") -> None:
    """Take the variables of the local run that is on, unless the user names a database."""
    file = state / "run" / "environment.json"
    if "DATABASE_URL" in os.environ or not file.exists():
        return
    os.environ.update(json.loads(file.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Program:
    """One long-running program: its arguments after `python`, whether the pages need it, variables of its own."""

    name: str
    arguments: tuple[str, ...]
    essential: bool = False
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def mark(self) -> str:
        """The word of its command line by which a later run knows it again."""
        return self.arguments[1] if self.arguments[0] == "-m" else self.arguments[-1]


def programs(port: int, state: Path) -> list[Program]:
    """Web, worker, beat and relay: the same four that a production runs."""
    celery = ("-m", "celery", "--app", "pmo_site.celery")
    web = (
        "-m", "gunicorn", "pmo_site.wsgi:application", "--config", "python:pmo_site.serving",
        "--bind", f"127.0.0.1:{port}", "--workers", "2", "--timeout", "30", "--graceful-timeout", "3",
        "--max-requests", "2000", "--max-requests-jitter", "200", "--limit-request-line", "4094",
        "--limit-request-fields", "60", "--no-control-socket",
        *(("--worker-tmp-dir", str(_MEMORY)) if _MEMORY.is_dir() else ()),
    )  # fmt: skip
    worker = (*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip")
    return [
        Program("web", web, essential=True),
        Program("worker", worker, variables=_WIDE),
        Program(
            "beat", (*celery, "beat", "--loglevel", "INFO", "--schedule", str(state / "beat-schedule"), "--pidfile=")
        ),
        Program("relay", ("manage.py", "relay")),
    ]


def manage(environment: Mapping[str, str], log: Path, *arguments: str) -> str:
    """Run a command of manage.py to its end and return what it printed; a failure is one line."""
    command = [sys.executable, "manage.py", *arguments]
    with log.open("ab") as errors:
        done = subprocess.run(  # noqa: S603  our own interpreter, no shell
            command, cwd=ROOT, env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            check=False,
        )  # fmt: skip
        errors.write(done.stdout)
    if done.returncode != 0:
        raise LocalRunError(f"manage.py {arguments[0]} failed: {reason(last_lines(log)[-4000:])}. Log: {log}")
    return done.stdout.decode(errors="replace")


def bring_up_to_date(environment: Mapping[str, str], state: Path, cluster: str | None) -> str:
    """Migrate and load the demo; returns what the demo said (its sign-ins).

    The demo comes into an empty installation alone: one that was removed does not come back with the next version.
    A stamp remembers for which code, cluster and organizations this was done, so that a later start is quick and
    names no sign-in of a demo that was removed; a database that the user brings (`cluster` None) is brought up to
    date every time.
    """
    stamp, logs = state / "up-to-date", state / "log"
    wanted = f"{_fingerprint()} {cluster}"
    if cluster and stamp.exists():
        done, _, said = stamp.read_text(encoding="utf-8").partition("\n")
        if done == f"{wanted} {_organizations(environment)}":
            return said
    manage(environment, logs / "migrate.log", "migrate", "--database=admin", "--noinput")
    said = manage(environment, logs / "seed.log", "seed_demo", "--first") if _has_command("seed_demo") else ""
    stamp.write_text(f"{wanted} {_organizations(environment)}\n{said}", encoding="utf-8")
    return said


def _organizations(environment: Mapping[str, str]) -> str:
    """The organizations that are there, as one word."""
    with contextlib.closing(psycopg2.connect(environment["DATABASE_URL"])) as there, there.cursor() as cursor:
        cursor.execute("SELECT id::text FROM tenancy_organization ORDER BY id")
        return "+".join(str(row[0]) for row in cursor.fetchall())


def _fingerprint() -> str:
    """The code that migrations and demo data come from, and the packages it runs on."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for folder in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        for path in sorted(folder.rglob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _has_command(name: str) -> bool:
    """Whether one of the apps brings this command of manage.py."""
    file = f"management/commands/{name}.py"
    return any(ROOT.glob(f"*/{file}")) or any(ROOT.glob(f"*/*/{file}"))


def compile_translations() -> None:
    """Write the catalog that gettext reads beside every catalog that people edit, where it is older."""
    for source in ROOT.glob("*/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        from babel.messages import mofile, pofile  # noqa: PLC0415  a heavy library, seldom needed

        partial = target.with_suffix(f".{os.getpid()}.mo")
        with source.open("rb") as text, partial.open("wb") as compiled:
            mofile.write_mo(compiled, pofile.read_po(text, locale=source.parent.parent.name))
        partial.replace(target)
