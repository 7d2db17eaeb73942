"""What went wrong, as the one line a person at a terminal needs."""

from __future__ import annotations

import re
from pathlib import Path

_TELLING = re.compile(r"FATAL|PANIC|error|No space left|cannot open shared object|denied|Can't|Failed", re.IGNORECASE)
_LIBRARY = re.compile(r"error while loading shared libraries: ([^:]+):")
_TAIL = 20_000


class LocalRunError(Exception):
    """A local run cannot go on; the message is one line and says what to do."""


class FolderInUseError(LocalRunError):
    """Another run holds the folder."""


def last_lines(log: Path) -> str:
    """The end of a log file, or nothing where there is none."""
    try:
        with log.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _TAIL))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def reason(output: str) -> str:
    """Choose the line of a program's output that tells why it failed."""
    library = _LIBRARY.search(output)
    if library:
        return f"the system library {library.group(1)} is missing; install it and start again"
    if "No space left on device" in output:
        return "the disk is full; free some space and start again"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if _TELLING.search(line)]
    return (telling or lines or ["it said nothing"])[-1]
