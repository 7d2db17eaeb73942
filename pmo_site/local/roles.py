"""The roles of roles.sql: their passwords, their addresses and the part that every database needs."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pmo_site.local.failure import LocalRunError

ROLES_SQL = Path(__file__).with_name("roles.sql")
DATABASE = "rashinban"
SUPERUSER = "postgres"
_EVERY_DATABASE = "-- every database:"
_SECRET_BYTES = 24


def every_database_sql() -> str:
    """The statements that give one database its rights; its owner runs them, in any client.

    Default privileges belong to a database: a clone of a template has them, a database made anew has not.
    """
    return ROLES_SQL.read_text(encoding="utf-8").partition(_EVERY_DATABASE)[2].partition("\n")[2]


@dataclass(frozen=True, slots=True)
class Passwords:
    """One password per role, made once for a folder and kept where only its owner reads it."""

    superuser: str
    owner: str
    app: str
    backup: str
    platform: str

    def environment(self) -> dict[str, str]:
        """What roles.sql reads: passwords never stand on a command line."""
        return {
            "RASHINBAN_OWNER_PASSWORD": self.owner,
            "RASHINBAN_APP_PASSWORD": self.app,
            "RASHINBAN_BACKUP_PASSWORD": self.backup,
            "RASHINBAN_PLATFORM_PASSWORD": self.platform,
            "PGPASSWORD": self.superuser,
        }


def kept_secrets(file: Path, *names: str) -> dict[str, str]:
    """Read the secrets of those names, making and keeping the ones that are missing (mode 0600)."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except ValueError as error:
        raise LocalRunError(f"{file} is damaged; put it back, or remove it and the data beside it.") from error
    missing = [name for name in names if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(_SECRET_BYTES) for name in missing}
        partial = file.with_suffix(".partial")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(kept, out)
        partial.replace(file)
    return {name: str(kept[name]) for name in names}


def passwords(file: Path) -> Passwords:
    """The passwords of the database roles that belong to this file."""
    return Passwords(**kept_secrets(file, "superuser", "owner", "app", "backup", "platform"))


def address(user: str, password: str, socket_folder: Path, database: str = DATABASE) -> str:
    """A `postgresql://` address through a socket folder."""
    return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={quote(str(socket_folder))}"
