"""Run every check one after the other, pytest last; started by script/test inside the environment.

A failing part does not stop the others. The table before the last part says what each has used of its budget.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pmo_site.local import site  # noqa: E402  the path comes first
from pmo_site.local.failure import LocalRunError  # noqa: E402  the same
from tests import services  # noqa: E402  the same
from tests.browser.harness import chromium_path  # noqa: E402  the same

_BIN = Path(sys.executable).parent
_COMMANDS = ("script/server", "script/test", "script/bench", "script/chaos")
_NOTHING_COLLECTED = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One check: its budget in seconds and what it does; it returns an exit code."""

    name: str
    budget: int
    run: Callable[[], int]


_TWO_AT_ONCE = ("-n", "2", "--dist", "worksteal")
"""Two processes; who is done takes over from the other, for the walks through all addresses are long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a part went."""

    part: Part
    seconds: float
    verdict: str

    def line(self) -> str:
        """The part's row of the table."""
        over = "  over budget" if self.seconds > self.part.budget else ""
        return f"  {self.part.name:<12}{self.part.budget:>6} s{self.seconds:>9.1f} s  {self.verdict}{over}"


def _tool(*command: str) -> int:
    return subprocess.run([str(_BIN / command[0]), *command[1:]], cwd=ROOT, check=False).returncode  # noqa: S603  our own tools


def _parts(arguments: list[str]) -> list[Part]:
    """All checks in the order in which they run; together within an hour on two cores."""
    return [
        Part("format", 10, lambda: _tool("ruff", "format", "--check", ".", *_COMMANDS)),
        Part("lint", 10, lambda: _tool("ruff", "check", ".", *_COMMANDS)),
        Part("imports", 10, lambda: _tool("lint-imports")),
        Part("migrations", 10, lambda: _tool("python", "manage.py", "makemigrations", "--check", "--dry-run")),
        Part("types", 80, lambda: _tool("mypy")),
        Part("browser", 1200, lambda: _browser(arguments)),
        Part("tests", 2200, lambda: _tool("pytest", "-m", "not browser", *_TWO_AT_ONCE, *arguments)),
    ]


def _browser(arguments: list[str]) -> int:
    """The browser tests; without Chromium they fail, unless they were left out by name."""
    if not (chromium_path() or _install_chromium()):
        print("Chromium is missing: install your system's chromium, or give --no-browser.", flush=True)
        return 1
    code = _tool("pytest", "-m", "browser", *_TWO_AT_ONCE, *arguments)
    return 0 if code == _NOTHING_COLLECTED and arguments else code


def _install_chromium() -> str | None:
    """Install Debian's Chromium with fonts that have Japanese, where apt-get is there and may do it."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return None
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for step in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"]):
        subprocess.run([apt, *step], stdout=subprocess.DEVNULL, check=False)  # noqa: S603  Debian's own tool
    return chromium_path()


def _run(part: Part, *, skip: bool) -> Outcome:
    if skip:
        return Outcome(part, 0.0, "left out")
    print(f"== {part.name}", flush=True)
    start = time.monotonic()
    code = part.run()
    return Outcome(part, time.monotonic() - start, "passed" if code == 0 else "FAILED")


def _table(outcomes: list[Outcome], last: Part) -> str:
    rows = [outcome.line() for outcome in outcomes]
    spent = sum(outcome.seconds for outcome in outcomes)
    total = sum(outcome.part.budget for outcome in outcomes) + last.budget
    head = f"  {'part':<12}{'budget':>8}{'used':>11}"
    foot = f"  {last.name:<12}{last.budget:>6} s{'follows':>11}\n  {'all':<12}{total:>6} s{spent:>9.1f} s  so far"
    return "\n".join(["== budget", head, *rows, foot])


def _options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="script/test", epilog="Everything else goes to pytest.", allow_abbrev=False)
    parser.add_argument("--no-browser", action="store_true", help="leave the browser tests out")
    parser.add_argument("--only", default="", help="run these parts alone, as in --only lint,types")
    return parser.parse_known_args(arguments)


def main(arguments: list[str]) -> int:
    """Run the parts; 0 when every one passed."""
    options, others = _options(arguments)
    parts = _parts(others)
    wanted = [name for name in options.only.split(",") if name]
    unknown = set(wanted) - {part.name for part in parts}
    if unknown:
        print(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join(p.name for p in parts)}.")
        return 2
    os.environ |= {"RASHINBAN_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "pmo_site.settings"}
    site.compile_translations()
    try:
        running = services.start()
    except LocalRunError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        return _run_all(parts, wanted, no_browser=options.no_browser)
    finally:
        if running:
            services.stop(running)


def _run_all(parts: list[Part], wanted: list[str], *, no_browser: bool) -> int:
    def skipped(part: Part) -> bool:
        return bool(wanted and part.name not in wanted) or (no_browser and part.name == "browser")

    *earlier, last = parts
    outcomes = [_run(part, skip=skipped(part)) for part in earlier]
    print(_table(outcomes, last), flush=True)
    failed = [outcome.part.name for outcome in outcomes if outcome.verdict == "FAILED"]
    if failed:
        print(f"  FAILED so far: {', '.join(failed)}", flush=True)
    if no_browser:
        print("  The browser tests were left out (--no-browser).", flush=True)
    final = _run(last, skip=skipped(last))
    return 1 if failed or final.verdict == "FAILED" else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
