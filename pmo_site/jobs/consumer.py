"""The worker's way back to a broker that was away: asked every second, so that a backlog does not wait for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from celery.worker.consumer import Consumer

RETRY_SECONDS = 1


class PromptConsumer(Consumer):
    """Celery waits longer after every failed try, up to half a minute; whoever waits for a job then waits as well."""

    def ensure_connected(self, conn: Any) -> Any:  # noqa: ANN401  kombu's connection, before and after
        """Try again after the same short pause each time."""
        pauses = {"interval_start": RETRY_SECONDS, "interval_step": 0, "interval_max": RETRY_SECONDS}
        conn.ensure_connection = partial(conn.ensure_connection, **pauses)
        return super().ensure_connected(conn)
