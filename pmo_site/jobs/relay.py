"""The loop that carries events from the outbox to Celery."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from pmo_site.jobs.models import OutboxEvent
from pmo_site.jobs.outbox import BATCH, publish_batch
from pmo_site.jobs.process import IDENTITY
from pmo_site.jobs.selectors import RELAY
from pmo_site.jobs.services.heartbeats import events_recover, heartbeat_write
from pmo_site.jobs.tasks import REQUEST

logger = structlog.get_logger(__name__)

MOST_WAITING = 400
"""So many messages wait in the broker at most; the others wait in the outbox, where their patience does not run.

A message that waits for longer than JOBS_LOST_SECONDS counts as lost and is published again, so that a backlog handed
over as a whole would double itself."""
IDLE_SECONDS = 0.5
TROUBLE_SECONDS = 2.0
_LOOKS_PER_BEAT = 3


class Every:
    """Says once in so many seconds that it is time; what failed is tried again at the next chance."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.done_at: float | None = None

    def do(self, work: Callable[[], object]) -> None:
        """Do the work if its time has come."""
        if self.done_at is None or time.monotonic() - self.done_at >= self.seconds:
            work()
            self.done_at = time.monotonic()


def send_to_celery(event: OutboxEvent) -> None:
    """Publish one event: the organization's id goes first, as tenant tasks take it; its id and request go along."""
    arguments = [str(event.organization_id)] if event.organization_id else []
    current_app.send_task(
        event.task,
        args=arguments,
        kwargs={**event.arguments, "event_id": event.id},
        headers={REQUEST: event.request_id},
    )


def waiting_in_broker() -> int:
    """How many messages no worker has taken yet."""
    pool: Any = current_app.pool  # the stubs take its connections for producers
    with pool.acquire(block=True) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0)
        return int(connection.default_channel.queue_declare(current_app.conf.task_default_queue).message_count)


def relay(keep_going: Callable[[], bool]) -> None:
    """Publish until told to stop; trouble with the database or the broker is waited out, nothing is lost."""
    beats, looks = Every(settings.JOBS_BEAT_SECONDS), Every(settings.JOBS_BEAT_SECONDS / _LOOKS_PER_BEAT)
    while keep_going():
        close_old_connections()
        try:
            beats.do(lambda: heartbeat_write(process=IDENTITY, kind=RELAY))
            looks.do(_recover)
            published = publish_batch(send_to_celery, most=min(BATCH, MOST_WAITING - waiting_in_broker()))
        except (OperationalError, InterfaceError, BrokerError, RedisError, OSError) as error:
            logger.warning("relay waits", reason=str(error))
            time.sleep(TROUBLE_SECONDS)
            continue
        if published < BATCH:
            time.sleep(IDLE_SECONDS)


def _recover() -> None:
    count = events_recover()
    if count:
        logger.warning("work of a silent process is due again", events=count)
