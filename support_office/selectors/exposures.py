"""Exposure over time, from the history of risks: what the log said at the end of each month, and says today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Sum, Window
from django.db.models.functions import Lead

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.audit.history import event_model
from projects.models import Project
from projects.models.project import ProjectQuerySet
from support_office.domain.logs import LIVE_RISKS
from support_office.domain.month_ends import month_ends
from support_office.domain.risk.matrix import Kind
from support_office.models import Risk
from support_office.selectors.schedules import end_of

_LIVE = Q(state__in=LIVE_RISKS, kind=Kind.THREAT) & ~Q(pgh_label="delete")


@dataclass(frozen=True, slots=True)
class CurrencyExposure:
    """The expected losses of live threats in one currency; `amount` is None where none of them is estimated."""

    amount: Decimal | None
    estimated: int
    unestimated: int


@dataclass(frozen=True, slots=True)
class ExposureAt:
    """Exposure at the end of a day by currency; `left_out` threats are those whose money the reader may not see."""

    day: date
    by_currency: Mapping[str, CurrencyExposure]
    left_out: int


def exposure_course(actor: Actor, project: Project | None = None) -> list[ExposureAt]:
    """Exposure at the last twelve month ends and today, oldest first; two queries, however many risks and months.

    Of one project, or of all current ones that the actor may see. Empty where no loss that the actor may see was ever
    estimated. Before the first entry of a log its exposure is unknown; a log without live threats has none.
    """
    everything = Project.objects.get_queryset().visible_to(actor)
    projects = everything.current() if project is None else everything.filter(pk=project.pk)
    told = event_model(Risk)._default_manager.filter(project_id__in=projects.values("pk"))
    opened = projects.visible_to(actor, Right.MONEY_VIEW)
    estimated = told.filter(project_id__in=opened.values("pk"), expected_loss__isnull=False)
    currencies = sorted(set(estimated.order_by().values_list("project__currency", flat=True).distinct()))
    if not currencies:
        return []
    days = [*month_ends(actor.today), actor.today]
    found = _spans(told, opened).aggregate(**_asked(days, currencies))
    return [_at(day, place, currencies, found) for place, day in enumerate(days)]


def _spans(told: QuerySet[Any], opened: ProjectQuerySet) -> QuerySet[Any]:
    """Each state of each risk with the moment at which the next one took its place."""
    until = Window(
        Lead("pgh_created_at"),
        partition_by=[F("pgh_obj_id")],
        order_by=[F("pgh_created_at").asc(), F("pgh_id").asc()],
    )
    is_open = ExpressionWrapper(Q(project_id__in=opened.values("pk")), output_field=BooleanField())
    spans: QuerySet[Any] = told.order_by().annotate(until=until, currency=F("project__currency"), is_open=is_open)
    return spans


def _asked(days: list[date], currencies: list[str]) -> dict[str, Any]:
    zone = ZoneInfo(organization_settings().time_zone)
    asked: dict[str, Any] = {}
    for place, day in enumerate(days):
        over = end_of(day, zone)
        live = _LIVE & _standing(over)
        asked[f"hidden_{place}"] = Count("pgh_id", filter=live & Q(is_open=False))
        for currency in currencies:
            own = Q(is_open=True, currency=currency)
            key = f"{currency}_{place}"
            asked[f"sum_{key}"] = Sum("expected_loss", filter=live & own)
            asked[f"estimated_{key}"] = Count("expected_loss", filter=live & own)
            asked[f"live_{key}"] = Count("pgh_id", filter=live & own)
            asked[f"told_{key}"] = Count("pgh_id", filter=own & Q(pgh_created_at__lt=over))
    return asked


def _standing(over: datetime) -> Q:
    return Q(pgh_created_at__lt=over) & (Q(until__isnull=True) | Q(until__gte=over))


def _at(day: date, place: int, currencies: list[str], found: Mapping[str, Any]) -> ExposureAt:
    by_currency = {}
    for currency in currencies:
        key = f"{currency}_{place}"
        estimated, live = found[f"estimated_{key}"], found[f"live_{key}"]
        is_none = live == 0 and found[f"told_{key}"] > 0
        amount = found[f"sum_{key}"] if estimated else Decimal(0) if is_none else None
        by_currency[currency] = CurrencyExposure(amount, estimated, live - estimated)
    return ExposureAt(day, by_currency, found[f"hidden_{place}"])
