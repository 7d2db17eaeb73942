"""Make the virtual environment from the lock file, with the standard library alone.

uv where it is on the path; else pip, from wherever this machine has one: ensurepip, the system's pip,
pip's wheel from the index that the user has configured, Debian's packages where we are root.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pip_wheel

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STATE = ROOT / ".local"
LOG = STATE / "log" / "setup.log"
_STAMP = ".rashinban-lock"


class SetupError(Exception):
    """The environment cannot be made; the message is one line and says what to do."""


def run_in_environment(*arguments: str) -> int:
    """Set up what is missing, then become the environment's Python with these arguments; 1 where that fails."""
    try:
        prepare()
        os.chdir(ROOT)
        os.environ["PYTHONUNBUFFERED"] = "1"
        os.execv(PYTHON, [str(PYTHON), *arguments])  # noqa: S606  our own interpreter, no shell
    except SetupError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or ROOT}: {error.strerror}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def prepare() -> None:
    """Make or mend the environment; a stamp with the lock's hash says that nothing is to be done."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with (STATE / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
        stamp = VENV / _STAMP
        if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        print("Installing the packages of requirements.lock; only the first start does this …", flush=True)
        LOG.unlink(missing_ok=True)
        _install()
        stamp.write_text(wanted, encoding="utf-8")


def _install() -> None:
    """Install by uv, or by pip where uv is missing or fails."""
    uv = shutil.which("uv")
    if uv:
        os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
        made = PYTHON.exists() or _run(uv, "venv", "--no-project", "--clear", "--python", sys.executable, str(VENV))
        if made and _run(uv, "pip", "install", "--python", str(PYTHON), "--require-hashes", "-r", str(LOCK)):
            return
        print(f"uv could not: {_reason()} Trying pip …", flush=True)
    if not PYTHON.exists() and not _run(sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)):
        _debian_venv()
    with tempfile.TemporaryDirectory() as scratch:
        for pip in _pips(Path(scratch)):
            if not _run(*pip, "install", "--require-hashes", "--no-deps", "-r", str(LOCK)):
                raise SetupError(f"The packages cannot be installed: {_reason()} Log: {LOG}")
            return
    raise SetupError(
        "This Python has neither pip nor ensurepip: install your system's python3-venv (or uv), then start again."
    )


def _pips(scratch: Path) -> Iterator[list[str]]:
    """Every pip within reach that can install into the environment, the nearest first."""
    own = [str(PYTHON), "-m", "pip"]
    if _run(*own, "--version") or _run(str(PYTHON), "-m", "ensurepip"):
        yield own
    system = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if _run(*system, "--version"):
        yield system
    wheel = pip_wheel.fetch(scratch)
    if wheel:
        yield [str(PYTHON), str(wheel / "pip")]
    if _apt("python3-venv") and _run(str(PYTHON), "-m", "ensurepip"):
        yield own


def _debian_venv() -> None:
    """Install Debian's venv module where this Python has none and we may; one line where we may not."""
    if not (_apt("python3-venv") and _run(sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV))):
        raise SetupError(f"This Python cannot make a virtual environment: {_reason()} Install python3-venv or uv.")


def _apt(package: str) -> bool:
    """Install a Debian package; False where there is no apt-get, or we are not root."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    return _run(apt, "update") and _run(apt, "install", "-y", "--no-install-recommends", package)


def _run(*command: str) -> bool:
    """Run a program with its output in the log; True where it went well."""
    with LOG.open("ab") as log:
        log.write(f"$ {' '.join(command)}\n".encode())
        log.flush()
        try:
            done = subprocess.run(  # noqa: S603  fixed programs, no shell
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False
            )
        except OSError as error:
            log.write(f"{error}\n".encode())
            return False
    return done.returncode == 0


def _reason() -> str:
    """The last line of the log that tells why."""
    text = LOG.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in text:
        return "the disk is full; free some space and start again."
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("$ ")]
    telling = [line for line in lines if "error" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1].rstrip(".") + "."
