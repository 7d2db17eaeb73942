"""Runs a task as one counted attempt of its event."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Final, TypeVar

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, connection

from pmo_site.jobs.progress import JobCancelledError, telling
from pmo_site.jobs.services.attempts import (
    Attempt,
    attempt_begin,
    attempt_drop,
    attempt_fail,
    attempt_hold,
    attempt_succeed,
)

logger = structlog.get_logger(__name__)
Result = TypeVar("Result")
TIME_LIMIT = "time_limit"
PAUSES: Final = (0.5, 1, 2, 4, 8, 8, 8)
"""Seconds between tries to reach a database that is away: it restarts well within half a minute."""


def attempted(
    attempt: Attempt, enter: Callable[[], AbstractContextManager[None]], work: Callable[[], Result]
) -> Result | None:
    """Do the work in the transaction that `enter` opens, at most once per event and at most three tries.

    The error of a failed try is recorded by the name of its class alone, since its text may hold names.
    """
    if not patiently(partial(attempt_begin, attempt)):
        logger.info("skipped: the event is over, dead or at work elsewhere", event_id=attempt.event_id)
        return None
    try:
        with telling(attempt), enter():
            if not attempt_hold(attempt):
                return None
            result = work()
            attempt_succeed(attempt)
            return result
    except JobCancelledError:
        patiently(partial(attempt_drop, attempt))
        return None
    except SoftTimeLimitExceeded:
        patiently(partial(attempt_fail, attempt, TIME_LIMIT))
        raise
    except Exception as error:
        patiently(partial(attempt_fail, attempt, f"error:{type(error).__name__}"[:120]))
        raise


def patiently(work: Callable[[], Result]) -> Result:
    """Do what stands in a transaction of its own, again where the database is away for a moment.

    A try that could not be counted, or whose end could not be told, would otherwise stand still until its limit.
    """
    for pause in PAUSES:
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            logger.warning("waits for the database", reason=str(error))
            connection.close()
            time.sleep(pause)
    return work()
