"""Rules about many rows at once are kept by taking turns within the organization."""

from __future__ import annotations

from django.db import connection

from pmo_site.tenancy.context import require_organization_id


def one_at_a_time(subject: str) -> None:
    """Wait until nobody else in this organization changes the subject; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{require_organization_id()}:{subject}"]
        )
