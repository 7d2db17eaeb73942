"""The worker's heartbeat: written from the loop that takes tasks, so that a worker that hangs falls silent."""

from __future__ import annotations

from typing import Any

import structlog
from celery import bootsteps
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from pmo_site.jobs.process import IDENTITY
from pmo_site.jobs.selectors import WORKER
from pmo_site.jobs.services.heartbeats import heartbeat_write

logger = structlog.get_logger(__name__)


class HeartbeatStep(bootsteps.StartStopStep):
    """Beats while the consumer is connected to its broker; a lost connection stops it until it is back."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **options: Any) -> None:  # noqa: ANN401  Celery's own signature
        self.timer: Any = None
        super().__init__(parent, **options)

    def start(self, parent: Any) -> None:  # noqa: ANN401  Celery's consumer
        """Beat now and from now on."""
        self._beat()
        self.timer = parent.timer.call_repeatedly(settings.JOBS_BEAT_SECONDS, self._beat)

    def stop(self, parent: Any) -> None:  # noqa: ANN401, ARG002  Celery's own signature
        """Fall silent."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _beat(self) -> None:
        try:
            heartbeat_write(process=IDENTITY, kind=WORKER)
        except DatabaseError as error:
            logger.warning("no heartbeat", reason=str(error))
        finally:
            connection.close()  # children of the worker must not inherit a connection that is in use
