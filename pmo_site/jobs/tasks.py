"""The kinds of task: a tenant's, an account's, and the platform's few that only hand out work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import structlog
from celery import Task

from pmo_site.tenancy.context import account, tenant
from pmo_site.tenancy.selectors import organization_is_active

logger = structlog.get_logger(__name__)

REQUEST = "asked_by_request"
"""The header of a message that names the request which asked for the task; empty where none did."""


@contextmanager
def _told(task: Task, **facts: str) -> Iterator[str]:  # type: ignore[type-arg]  # Celery's class takes parameters only in its stubs
    """Name the task, its request and these facts in every log line; gives the request's id."""
    request_id = str(task.request.get(REQUEST) or "")
    asked = {"request_id": request_id} if request_id else {}
    with structlog.contextvars.bound_contextvars(task=task.name, **asked, **facts):
        yield request_id
        logger.info("task is done")


class TenantTask(Task):  # type: ignore[type-arg]  # Celery's class takes parameters only in its stubs
    """Work of one organization: takes its id first and runs in that tenant's transaction.

    An organization that was suspended meanwhile is skipped.
    """

    abstract = True

    def __call__(self, organization_id: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Enter the tenant, then run."""
        with _told(self, organization=organization_id) as request_id:
            if not organization_is_active(UUID(organization_id)):
                logger.info("skipped: organization is not active")
                return None
            history = {"system": self.name, "request_id": request_id}
            with tenant(UUID(organization_id), history={key: fact for key, fact in history.items() if fact}):
                return super().__call__(organization_id, *args, **kwargs)


class AccountTask(Task):  # type: ignore[type-arg]  # the same
    """Work for one global account: takes the user's id and sees no tenant."""

    abstract = True

    def __call__(self, user_id: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Enter the account, then run."""
        with _told(self, user=user_id), account(UUID(user_id)):
            return super().__call__(user_id, *args, **kwargs)


class PlatformTask(Task):  # type: ignore[type-arg]  # the same
    """Work that reads only global tables and hands out tenants' work through the outbox."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Say which task this is, then run."""
        with _told(self):
            return super().__call__(*args, **kwargs)
