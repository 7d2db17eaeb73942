"""The loop that carries events from the outbox to Celery."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from celery import current_app
from django.db import OperationalError, close_old_connections
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from pmo_site.jobs.models import OutboxEvent
from pmo_site.jobs.outbox import BATCH, publish_batch
from pmo_site.jobs.tasks import REQUEST

logger = structlog.get_logger(__name__)

IDLE_SECONDS = 0.5
TROUBLE_SECONDS = 2.0


def send_to_celery(event: OutboxEvent) -> None:
    """Publish one event: the organization's id goes first, as a tenant task takes it; its request goes along."""
    arguments = [str(event.organization_id)] if event.organization_id else []
    current_app.send_task(event.task, args=arguments, kwargs=event.arguments, headers={REQUEST: event.request_id})


def relay(keep_going: Callable[[], bool]) -> None:
    """Publish until told to stop; trouble with the database or the broker is waited out, nothing is lost."""
    while keep_going():
        close_old_connections()
        try:
            published = publish_batch(send_to_celery)
        except (OperationalError, BrokerError, RedisError, OSError) as error:
            logger.warning("relay waits", reason=str(error))
            time.sleep(TROUBLE_SECONDS)
            continue
        if published < BATCH:
            time.sleep(IDLE_SECONDS)
