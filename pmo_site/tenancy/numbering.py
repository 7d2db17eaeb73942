"""Human numbers, counted per tenant without gaps from concurrency."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.models import Counter


def next_number(kind: str, *, at_least: int = 1) -> int:
    """Take the next number of a kind in the current tenant; a rolled-back taker gives it back.

    A number below `at_least` is passed over; none is given twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_counter (id, organization_id, kind, last) VALUES (gen_random_uuid(), %s, %s, %s)"
            " ON CONFLICT (organization_id, kind)"
            " DO UPDATE SET last = GREATEST(tenancy_counter.last + 1, EXCLUDED.last) RETURNING last",
            [str(require_organization_id()), kind, at_least],
        )
        return int(cursor.fetchone()[0])


def last_numbers(kinds: Iterable[str]) -> dict[str, int]:
    """The last number given to each kind; a kind that has none is absent."""
    return dict(Counter.objects.filter(kind__in=list(kinds)).values_list("kind", "last"))
