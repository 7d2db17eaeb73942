"""Typed reading of environment variables, so that a wrong value is one clear line at start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    """Read a text; `NAME_FILE` may name a file that holds it, as container secrets do."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes or no; anything else is refused rather than guessed."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    """Read a whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def listing(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list; blanks are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


@dataclass(frozen=True)
class DatabaseAddress:
    """The parts of a `postgresql://` address; `host` may be the folder of a Unix socket (`?host=`)."""

    name: str
    user: str
    password: str
    host: str
    port: str


def database_address(url: str) -> DatabaseAddress:
    """Split a database address; only PostgreSQL is supported."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgresql://")
    query = dict(parse_qsl(parts.query))
    return DatabaseAddress(
        name=unquote(parts.path.lstrip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=query.get("host") or (parts.hostname or ""),
        port=str(parts.port or query.get("port", "")),
    )


@dataclass(frozen=True)
class MailAddress:
    """The parts of a mail server's address: `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`."""

    scheme: str
    host: str
    port: int
    user: str
    password: str


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_address(url: str) -> MailAddress | None:
    """Split a mail server's address; None for the empty one, where mails go to a folder instead."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL must look like smtp://user:password@host:port")
    return MailAddress(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or _MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
