"""How far a task is: told beside its transaction, so that readers see it while the task runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connections

from pmo_site.jobs.services.attempts import Attempt

_TELL = (
    "UPDATE jobs_job SET steps_done = %s, steps_total = %s, message = %s WHERE event_id = %s AND handler = %s"
    " RETURNING cancel_requested_at IS NOT NULL"
)


class JobCancelledError(RuntimeError):
    """Somebody asked that the running job end: it is rolled back between two steps."""


@dataclass(slots=True)
class _Teller:
    attempt: Attempt
    connection: Any = None

    def tell(self, done: int, total: int | None, message: str) -> bool:
        """Store the progress in a transaction of its own; True where somebody asked to cancel."""
        if self.connection is None:
            wrapper = connections.create_connection("default")
            self.connection = wrapper.get_new_connection(wrapper.get_connection_params())
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.organization', %s, true)", [str(self.attempt.organization_id)])
            cursor.execute(_TELL, [done, total, message, self.attempt.event_id, self.attempt.handler])
            row = cursor.fetchone()
        return bool(row and row[0])

    def close(self) -> None:
        """Give the second connection back."""
        if self.connection is not None:
            self.connection.close()


_current: ContextVar[_Teller | None] = ContextVar("progress", default=None)


def running_attempt() -> Attempt | None:
    """The try of an organization's event that this code runs in; None outside any."""
    teller = _current.get()
    return teller.attempt if teller else None


def step(done: int, total: int | None, message: str = "") -> None:
    """Tell how far the running job is, between two steps; `message` is a code, not a sentence.

    Raises JobCancelledError where somebody asked to cancel. Outside a job nothing happens.
    """
    teller = _current.get()
    if teller is not None and teller.tell(done, total, message):
        raise JobCancelledError


@contextmanager
def telling(attempt: Attempt) -> Iterator[None]:
    """Let `step` tell about this attempt."""
    teller = _Teller(attempt)
    token = _current.set(teller if attempt.organization_id else None)
    try:
        yield
    finally:
        _current.reset(token)
        teller.close()
