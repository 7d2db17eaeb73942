"""The operating-system account that the servers run as: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_UNPRIVILEGED = ("nobody", "daemon")
_PLAIN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """Who the servers run as; `drop` says that root hands its rights over first."""

    uid: int
    gid: int
    drop: bool

    def popen(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        output: Path,
        environment: Mapping[str, str] | None = None,
        text: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program as this account, in a session of its own, its output in a file.

        The output is a file and not a pipe: a daemon that inherits a pipe never closes it.
        `text` is what it reads. Files are handed over open, so that the account needs no right to their folder.
        """
        log = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        source = os.open(text or os.devnull, os.O_RDONLY)
        try:
            self.own(log)
            return subprocess.Popen(  # noqa: S603  our own binaries, no shell
                [str(part) for part in command],
                cwd=folder,
                env={**_PLAIN_ENVIRONMENT, **(environment or {})},
                stdin=source,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.uid if self.drop else None,
                group=self.gid if self.drop else None,
                extra_groups=[] if self.drop else None,
            )
        finally:
            os.close(log)
            os.close(source)

    def run(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        output: Path,
        environment: Mapping[str, str] | None = None,
        text: Path | None = None,
    ) -> int:
        """Run a program to its end and return its exit code."""
        return self.popen(command, folder=folder, output=output, environment=environment, text=text).wait()

    def own(self, path: Path | int) -> None:
        """Hand a folder or an open file of ours to this account."""
        if self.drop:
            os.chown(path, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Whether this account can enter the folder; no mode of a parent is ever changed for it."""
        if not self.drop:
            return os.access(folder, os.W_OK | os.X_OK)
        probe = shutil.which("test") or "/usr/bin/test"
        return (
            subprocess.run(  # noqa: S603  a fixed program, no shell
                [probe, "-x", str(folder)],
                cwd="/",
                check=False,
                user=self.uid,
                group=self.gid,
                extra_groups=[],
            ).returncode
            == 0
        )


def server_account() -> Account:
    """Our own account, or for root the first unprivileged one of the system."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, drop=True)
    return Account(65534, 65534, drop=True)
