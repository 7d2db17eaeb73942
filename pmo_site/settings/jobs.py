"""Celery over Valkey or Redis: late acknowledgement, explicit visibility, JSON only."""

from __future__ import annotations

from typing import Any

from pmo_site.settings import environment

REDIS_URL = environment.text("REDIS_URL")
REDIS_PREFIX = environment.text("REDIS_PREFIX", "rashinban:")
_VISIBILITY_SECONDS = 900

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CONSUMER = "pmo_site.jobs.consumer:PromptConsumer"
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
"""What is at work when the broker goes away runs to its end, which PostgreSQL is told. Cancelled, it would count as at
work in a process that lives, until its time is over; delivered again, it is over."""
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_VISIBILITY_TIMEOUT = _VISIBILITY_SECONDS
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": _VISIBILITY_SECONDS,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "global_keyprefix": REDIS_PREFIX,
}
if not REDIS_URL.startswith("redis+socket"):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {"socket_connect_timeout": 2, "socket_keepalive": True}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": _VISIBILITY_SECONDS}
CELERY_TIMEZONE = "UTC"

JOBS_ATTEMPTS = 3
JOBS_BACKOFF_SECONDS = environment.number("JOBS_BACKOFF_SECONDS", 10)
"""The pause after a first failure; every further one is four times as long."""
JOBS_LOST_SECONDS = environment.number("JOBS_LOST_SECONDS", 30)
"""After so long without a beginning, what was published is published again, each time after double the time.

A killed broker loses what it took in its last second; that is to be made up within a minute."""
JOBS_BEAT_SECONDS = environment.number("JOBS_BEAT_SECONDS", 15)
"""So often a worker and a relay say that they are at work."""
JOBS_SILENT_SECONDS = environment.number("JOBS_SILENT_SECONDS", 3 * JOBS_BEAT_SECONDS)
"""After so long without a sign of life of its process, what was begun is published again; above two beats."""
JOBS_STUCK_SECONDS = environment.number("JOBS_STUCK_SECONDS", CELERY_TASK_TIME_LIMIT + 60)
"""After so long without an end, what was begun is published again: no task may run for that long."""
