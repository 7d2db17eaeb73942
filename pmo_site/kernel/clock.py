"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str | tzinfo) -> date:
    """The present day in a time zone ("Asia/Tokyo"): a day has no meaning without its place."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()
