"""Which road to the database a piece of work takes: the app's, or one whose role may do less.

What is named here holds for everything inside, queries of libraries too: nothing slips out on the app's own road.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_road: ContextVar[str] = ContextVar("road", default=DEFAULT_DB_ALIAS)


def current_road() -> str:
    """The alias of the database connection that this piece of work takes."""
    return _road.get()


def current_connection() -> BaseDatabaseWrapper:
    """The connection that this piece of work takes."""
    return connections[_road.get()]


@contextmanager
def on_road(alias: str) -> Iterator[None]:
    """Take another road to the database for everything inside."""
    token = _road.set(alias)
    try:
        yield
    finally:
        _road.reset(token)


class RoadRouter:
    """Tells Django of the road; on the app's own one, Django decides as it always does."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str | None:  # noqa: ANN401, ARG002  Django's signature
        """Read on the road that was taken."""
        return None if _road.get() == DEFAULT_DB_ALIAS else _road.get()

    db_for_write = db_for_read
