"""Whether this process can serve, and whether work moves behind it.

Pages need PostgreSQL and its migrations alone. A broker, worker, relay or beat that is away delays work and loses
none, so without it the site is degraded and goes on serving; so it is where no file can be written, which an upload or
an export is told at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache

import redis
import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pmo_site.api.valkey import valkey
from pmo_site.files import folder
from pmo_site.jobs.selectors import Pulse, pulse

logger = structlog.get_logger()
SECONDS = 2
SILENCE = {"worker": 60.0, "relay": 60.0, "beat": 180.0}
"""After so many seconds without a sign of life a kind of process is held to be away."""
WAITING = 60.0
"""Events that are due for longer show that the relay does not keep up."""


class NotReadyError(RuntimeError):
    """A part that this process stands on is not as it must be."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What holds of the parts that a request needs and of those that work needs, with ages in seconds."""

    needed: dict[str, bool]
    behind: dict[str, bool]
    ages: dict[str, float | None]

    @property
    def status(self) -> str:
        """`ok`, `degraded` where only work waits, `unavailable` where requests fail."""
        if not all(self.needed.values()):
            return "unavailable"
        return "ok" if all(self.behind.values()) else "degraded"


def readiness() -> Readiness:
    """Each part and whether it holds; the reason of a failure stands in the log, not in the answer."""
    needed = {"postgresql": _holds("postgresql", _database), "migrations": _holds("migrations", _migrations)}
    found = _pulse() if all(needed.values()) else Pulse(None, None, None, None)
    alive = {kind: _is_within(getattr(found, kind), limit) for kind, limit in SILENCE.items()}
    outbox = found.outbox is None or found.outbox < WAITING
    behind = {"redis": _holds("redis", _redis), "files": _holds("files", folder.probe), **alive, "outbox": outbox}
    ages = {name: None if age is None else round(age, 1) for name, age in asdict(found).items()}
    return Readiness(needed, behind, ages)


def _is_within(age: float | None, limit: float) -> bool:
    return age is not None and age < limit


def _pulse() -> Pulse:
    try:
        return pulse()
    except DatabaseError as error:
        logger.warning("not_ready", part="pulse", error=str(error))
        return Pulse(None, None, None, None)


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
    valkey(settings.REDIS_URL, SECONDS).ping()


@lru_cache(maxsize=1)
def _migrations() -> None:
    """Kept once it holds: a running process does not lose migrations."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotReadyError(f"{len(missing)} migrations are not applied.")
