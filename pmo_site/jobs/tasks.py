"""The kinds of task: a tenant's, an account's, and the platform's few that only hand out work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from celery import Task, shared_task

from pmo_site.jobs.running import attempted, patiently
from pmo_site.jobs.selectors import BEAT
from pmo_site.jobs.services.attempts import SUSPENDED, Attempt, attempt_drop
from pmo_site.jobs.services.heartbeats import heartbeat_write
from pmo_site.jobs.services.upkeep import jobs_forget
from pmo_site.tenancy.context import account, tenant
from pmo_site.tenancy.selectors import organization_is_active

logger = structlog.get_logger(__name__)

REQUEST = "asked_by_request"
"""The header of a message that names the request which asked for the task; empty where none did."""


@contextmanager
def _told(task: Task[..., Any], **facts: str) -> Iterator[str]:
    """Name the task, its request and these facts in every log line; gives the request's id."""
    request_id = str(task.request.get(REQUEST) or "")
    asked = {"request_id": request_id} if request_id else {}
    with structlog.contextvars.bound_contextvars(task=task.name, **asked, **facts):
        yield request_id
        logger.info("task is done")


class TenantTask(Task[..., Any]):
    """Work of one organization: takes its id first and runs in that tenant's transaction.

    The relay adds the event's id: every delivery of it is counted, and its effect happens once. An organization
    that was suspended meanwhile is skipped.
    """

    abstract = True

    def __call__(self, organization_id: str, *args: Any, event_id: int | None = None, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Enter the tenant, then run."""
        tenant_id = UUID(organization_id)
        attempt = Attempt(event_id, self.name, tenant_id) if event_id is not None else None
        with _told(self, organization=organization_id) as request_id:
            if not patiently(partial(organization_is_active, tenant_id)):
                logger.info("skipped: organization is not active")
                if attempt:
                    attempt_drop(attempt, SUSPENDED)
                return None
            history = {"system": self.name, **({"request_id": request_id} if request_id else {})}
            work = partial(super().__call__, organization_id, *args, **kwargs)
            return _run(attempt, partial(tenant, tenant_id, history=history), work)


class AccountTask(Task[..., Any]):
    """Work for one global account: takes the user's id and sees no tenant; its deliveries are counted alike."""

    abstract = True

    def __call__(self, user_id: str, *args: Any, event_id: int | None = None, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Enter the account, then run."""
        attempt = Attempt(event_id, self.name, None) if event_id is not None else None
        work = partial(super().__call__, user_id, *args, **kwargs)
        with _told(self, user=user_id):
            return _run(attempt, partial(account, UUID(user_id)), work)


class PlatformTask(Task[..., Any]):
    """Work that reads only global tables and hands out tenants' work through the outbox."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Say which task this is, then run."""
        with _told(self):
            return super().__call__(*args, **kwargs)


@shared_task(base=PlatformTask, name="jobs.note_beat")
def note_beat() -> None:
    """Say that beat is at work: it sent this, and a worker took it."""
    heartbeat_write(process="beat", kind=BEAT)


@shared_task(base=PlatformTask, name="jobs.forget")
def forget() -> None:
    """Forget jobs that ended a month ago."""
    jobs_forget()


def _run(attempt: Attempt | None, enter: Callable[[], AbstractContextManager[None]], work: Callable[[], Any]) -> Any:  # noqa: ANN401  a task's own types
    if attempt:
        return attempted(attempt, enter, work)
    with enter():
        return work()
