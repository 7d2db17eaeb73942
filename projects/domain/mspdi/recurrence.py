"""On which days a calendar exception falls.

Source: the values of the Project XML data interchange schema; weeks are counted from the Sunday on or before the
first day of the exception, as the dated exceptions that Microsoft Project writes beside the recurring ones show.
Microsoft does not say where months are counted from: here from the month of the first day, and a day that a month
does not have is its last.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from projects.domain.mspdi.calendars import CalendarException
from projects.domain.mspdi.enumerations import Recurrence

_SATURDAY: Final = 6
_WEEK: Final = 7
_LAST: Final = 4
_DAY, _WEEKDAY, _WEEKEND_DAY, _SUNDAY = 0, 1, 2, 3


def _sunday_based(day: date) -> int:
    """The day of the week, 0 Sunday to 6 Saturday."""
    return day.isoweekday() % _WEEK


def _month_end(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _is_item(day: date, item: int) -> bool:
    """Whether a day is what a month item names: any day, a weekday, a weekend day, or one day of the week."""
    weekday = _sunday_based(day)
    is_weekend = weekday in {0, _SATURDAY}
    if item in {_DAY, _WEEKDAY, _WEEKEND_DAY}:
        return (True, not is_weekend, is_weekend)[item]
    return weekday == item - _SUNDAY


def _is_month_day(exception: CalendarException, day: date) -> bool:
    wanted = exception.month_day
    return wanted is not None and day.day == min(wanted, _month_end(day))


def _is_position(exception: CalendarException, day: date) -> bool:
    item, position = exception.month_item, exception.position
    if item is None or position is None or not _is_item(day, item):
        return False
    if position == _LAST:
        later = range(day.day + 1, _month_end(day) + 1)
        return not any(_is_item(day.replace(day=number), item) for number in later)
    return sum(_is_item(day.replace(day=number), item) for number in range(1, day.day)) == position


def _interval(exception: CalendarException) -> int:
    return max(exception.interval or 1, 1)


def _weekdays_until(first: date, day: date) -> int:
    """How many weekdays lie from the first day up to, not including, this one."""
    weeks, rest = divmod((day - first).days, _WEEK)
    return weeks * 5 + sum(_is_item(first + timedelta(days=ahead), _WEEKDAY) for ahead in range(rest))


def _is_yearly_day(exception: CalendarException, _first: date, day: date) -> bool:
    return day.month - 1 == exception.month and _is_month_day(exception, day)


def _is_yearly_position(exception: CalendarException, _first: date, day: date) -> bool:
    return day.month - 1 == exception.month and _is_position(exception, day)


def _is_monthly_day(exception: CalendarException, first: date, day: date) -> bool:
    return _months_between(first, day) % _interval(exception) == 0 and _is_month_day(exception, day)


def _is_monthly_position(exception: CalendarException, first: date, day: date) -> bool:
    return _months_between(first, day) % _interval(exception) == 0 and _is_position(exception, day)


def _is_in_week(exception: CalendarException, first: date, day: date) -> bool:
    week = ((day - first).days + _sunday_based(first)) // _WEEK
    return week % _interval(exception) == 0 and bool((exception.days_of_week or 0) >> _sunday_based(day) & 1)


def _is_counted_day(exception: CalendarException, first: date, day: date) -> bool:
    return (day - first).days % _interval(exception) == 0


def _is_counted_weekday(exception: CalendarException, first: date, day: date) -> bool:
    return _is_item(day, _WEEKDAY) and _weekdays_until(first, day) % _interval(exception) == 0


_RULES: Final[dict[Recurrence, Callable[[CalendarException, date, date], bool]]] = {
    Recurrence.DAILY: _is_counted_day,
    Recurrence.YEARLY_BY_DAY: _is_yearly_day,
    Recurrence.YEARLY_BY_POSITION: _is_yearly_position,
    Recurrence.MONTHLY_BY_DAY: _is_monthly_day,
    Recurrence.MONTHLY_BY_POSITION: _is_monthly_position,
    Recurrence.WEEKLY: _is_in_week,
    Recurrence.BY_DAY_COUNT: _is_counted_day,
    Recurrence.BY_WEEKDAY_COUNT: _is_counted_weekday,
}


def falls_on(exception: CalendarException, day: date) -> bool:
    """Whether an exception with a first and a last day falls on this day; False where either is missing."""
    period = exception.period
    if period is None or period.start is None or period.finish is None:
        return False
    first = period.start.date()
    rule = None if exception.recurrence is None else _RULES.get(exception.recurrence)
    return first <= day <= period.finish.date() and (rule is None or rule(exception, first, day))


def occurrences(exception: CalendarException) -> Iterator[date]:
    """The days of an exception, in order, from its first day to its last."""
    period = exception.period
    if period is None or period.start is None or period.finish is None:
        return
    for number in range(period.start.toordinal(), period.finish.toordinal() + 1):
        day = date.fromordinal(number)
        if falls_on(exception, day):
            yield day
