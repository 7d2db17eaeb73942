"""Whether this process can serve: its database, its Redis, and a database that is migrated as the code expects."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import redis
import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

logger = structlog.get_logger()
SECONDS = 2


class NotReadyError(RuntimeError):
    """A part that this process stands on is not as it must be."""


def readiness() -> dict[str, bool]:
    """Each part and whether it is ready; the reason of a failure stands in the log, not in the answer."""
    parts: dict[str, Callable[[], None]] = {"postgresql": _database, "redis": _redis, "migrations": _migrations}
    return {name: _holds(name, check) for name, check in parts.items()}


def _holds(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except (DatabaseError, redis.RedisError, OSError, NotReadyError) as error:
        logger.warning("not_ready", part=name, error=str(error))
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis() -> None:
    # Celery and the client write the address of a socket in different ways.
    address = settings.REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    client = redis.Redis.from_url(address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        client.ping()
    finally:
        client.close()


@lru_cache(maxsize=1)
def _migrations() -> None:
    """Kept once it holds: a running process does not lose migrations."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReadyError(f"{len(missing)} migrations are not applied.")
