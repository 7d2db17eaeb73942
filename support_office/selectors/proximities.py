"""The proximity of risks in the database: the same answer as `domain.proximity` gives for one."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, CharField, DateField, Q, Value, When
from django.db.models.expressions import CombinedExpression

from support_office.domain.proximity import SOON_DAYS, Proximity


def proximity_case(today: date) -> Case:
    """Where a day stands to the window of a row; null where neither of its days is known."""
    return Case(
        When(trigger_on__isnull=True, trigger_until__isnull=True, then=Value(None)),
        When(trigger_until__lt=today, then=Value(Proximity.PAST.value)),
        When(Q(trigger_on__isnull=True) | Q(trigger_on__lte=today), then=Value(Proximity.NOW.value)),
        When(trigger_on__lte=_last_soon(today), then=Value(Proximity.SOON.value)),
        default=Value(Proximity.LATER.value),
        output_field=CharField(null=True),
    )


def near(today: date) -> Q:
    """Windows that lie open or open soon."""
    is_known = Q(trigger_on__isnull=False) | Q(trigger_until__isnull=False)
    is_open = Q(trigger_on__isnull=True) | Q(trigger_on__lte=_last_soon(today))
    return is_known & is_open & ~Q(trigger_until__lt=today)


def _last_soon(today: date) -> CombinedExpression:
    """The last day that is soon, counted by the database: a query that holds no other day than today is prepared."""
    return Value(today, output_field=DateField()) + Value(timedelta(days=SOON_DAYS))
