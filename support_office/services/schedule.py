"""Writes of when a project reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.conflicts import StaleError
from pmo_site.tenancy.versions import revise
from projects.models import Project
from projects.services.behalf import act_on_behalf
from projects.services.project import HEALTH_TASK
from support_office.models import ReportSchedule
from support_office.selectors.schedules import DEFAULT_VERSION, schedule_of

FIELDS = ("cadence", "weekday", "month_day", "due_time", "first_due")


def schedule_set(*, actor: Actor, project: Project, version: int, values: Mapping[str, Any]) -> ReportSchedule:
    """Set when a project reports; the first time this takes the place of the tier's default."""
    require(actor, Right.REPORT_SCHEDULE, project)
    with transaction.atomic():
        act_on_behalf(actor, project)
        ask(HEALTH_TASK, organization_id=project.organization_id, project_id=str(project.pk))
        current = schedule_of(project)
        if current.version > DEFAULT_VERSION:
            return revise(current, version=version, values=values)
        if version != DEFAULT_VERSION:
            raise StaleError(DEFAULT_VERSION)
        facts = {name: getattr(current, name) for name in FIELDS} | dict(values)
        schedule = ReportSchedule(id=project.pk, project=project, version=DEFAULT_VERSION + 1, **facts)
        try:
            with transaction.atomic():
                schedule.save(force_insert=True)
        except IntegrityError as error:
            raise StaleError(DEFAULT_VERSION + 1) from error
        return schedule
