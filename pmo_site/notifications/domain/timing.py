"""When somebody may be mailed: digest hours and quiet hours in the organization's time zone, summer time included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAILY, WEEKDAYS, NEVER = "daily", "weekdays", "never"
_SATURDAY = 5


def last_digest(now: datetime, *, zone: ZoneInfo, hour: int, rhythm: str) -> datetime | None:
    """The newest moment up to `now` at which a digest was due, in UTC; None for who wants none.

    An hour that summer time skips comes an hour later, one that it repeats is due the first time.
    """
    if rhythm == NEVER:
        return None
    day = now.astimezone(zone).date()
    while True:
        moment = _moment(day, hour, zone)
        if moment <= now and (rhythm == DAILY or day.weekday() < _SATURDAY):
            return moment
        day -= timedelta(days=1)


def is_quiet(now: datetime, *, zone: ZoneInfo, start: int | None, end: int | None) -> bool:
    """Whether `now` lies in the quiet hours, which end before `end` and may run over midnight."""
    if start is None or end is None:
        return False
    hour = now.astimezone(zone).hour
    return start <= hour < end if start < end else hour >= start or hour < end


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)
