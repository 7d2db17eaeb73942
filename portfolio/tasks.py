"""The portfolio's tasks."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from celery import shared_task

from pmo_site.accounts.selectors import organization_settings
from pmo_site.jobs.services.companions import companions_end, companions_take
from pmo_site.jobs.tasks import PlatformTask, TenantTask
from pmo_site.kernel import clock
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.selectors import active_organization_ids
from portfolio.models import Trigger
from portfolio.services.health import DAILY_TASK, health_ask_daily, health_compute_day, health_compute_projects


@shared_task(base=PlatformTask, name="portfolio.hand_out_daily_health")
def hand_out_daily_health() -> None:
    """Ask for every organization's health of its own today; asking again and again adds nothing.

    After an outage the present day is judged once, and no day between is invented: its evidence is not known any more.
    """
    for organization_id in active_organization_ids():
        with tenant(organization_id):
            health_ask_daily(organization_id=organization_id, day=_today())


@shared_task(base=TenantTask, name=DAILY_TASK)
def compute_daily_health(organization_id: str, day: str = "") -> None:  # noqa: ARG001  TenantTask entered it
    """Judge every project of the organization for the day that was asked for, or its own today."""
    health_compute_day(day=date.fromisoformat(day) if day else _today())


@shared_task(base=TenantTask, name="portfolio.compute_health_for")
def compute_health_for(organization_id: str, day: str, occasion: str, trigger: str = "change") -> None:  # noqa: ARG001  TenantTask entered it
    """Judge every project as of a day, once per occasion: an import's list is judged for its own day."""
    health_compute_day(day=date.fromisoformat(day), occasion=occasion, trigger=Trigger(trigger))


@shared_task(base=TenantTask, name="portfolio.assess_project")
def assess_project(organization_id: str, project_id: str) -> None:  # noqa: ARG001  TenantTask entered it
    """Judge one project after a change that matters, and with it the others that wait for the same."""
    others = companions_take()
    health_compute_projects(
        project_ids={UUID(project_id), *(UUID(each.arguments["project_id"]) for each in others)}, day=_today()
    )
    companions_end(others)


def _today() -> date:
    return clock.today(ZoneInfo(organization_settings().time_zone))
