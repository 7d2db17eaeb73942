"""The kinds of task: a tenant's, an account's, and the platform's few that only hand out work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from celery import Task

from pmo_site.tenancy.context import account, tenant
from pmo_site.tenancy.selectors import organization_is_active

logger = structlog.get_logger(__name__)


class TenantTask(Task):  # type: ignore[type-arg]  # Celery's class takes parameters only in its stubs
    """Work of one organization: takes its id first and runs in that tenant's transaction.

    An organization that was suspended meanwhile is skipped.
    """

    abstract = True

    def __call__(self, organization_id: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Enter the tenant, then run."""
        structlog.contextvars.bind_contextvars(organization=organization_id, task=self.name)
        try:
            if not organization_is_active(UUID(organization_id)):
                logger.info("skipped: organization is not active")
                return None
            with tenant(UUID(organization_id), history={"system": self.name}):
                return super().__call__(organization_id, *args, **kwargs)
        finally:
            structlog.contextvars.clear_contextvars()


class AccountTask(Task):  # type: ignore[type-arg]  # the same
    """Work for one global account: takes the user's id and sees no tenant."""

    abstract = True

    def __call__(self, user_id: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  a task's own types
        """Enter the account, then run."""
        with account(UUID(user_id)):
            return super().__call__(user_id, *args, **kwargs)


class PlatformTask(Task):  # type: ignore[type-arg]  # the same
    """Work that reads only global tables and hands out tenants' work through the outbox."""

    abstract = True
