"""Runs a task as one counted attempt of its event."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

import structlog
from celery.exceptions import SoftTimeLimitExceeded

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


def attempted(
    attempt: Attempt, enter: Callable[[], AbstractContextManager[None]], work: Callable[[], Result]
) -> Result | None:
    """Do the work in the transaction that `enter` opens, at most once per event and at most three tries.

    The error of a failed try is recorded by the name of its class alone, since its text may hold names.
    """
    if not attempt_begin(attempt):
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
        attempt_drop(attempt)
        return None
    except SoftTimeLimitExceeded:
        attempt_fail(attempt, TIME_LIMIT)
        raise
    except Exception as error:
        attempt_fail(attempt, f"error:{type(error).__name__}"[:120])
        raise
