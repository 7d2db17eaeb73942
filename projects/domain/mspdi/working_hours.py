"""When work is done: the calendars of a plan as scheduling needs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, Self, TypeAlias

from pmo_site.kernel.calendar import Shift
from projects.domain.mspdi.calendars import Calendar, CalendarException, Period, Weekday, WorkingTime, WorkWeek
from projects.domain.mspdi.enumerations import DayType
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.recurrence import falls_on

Shifts: TypeAlias = tuple[Shift, ...]

_DAY: Final = 1440
_USUAL: Final[Shifts] = (Shift(480, 720), Shift(780, 1020))
_HORIZON: Final = 400
_DEEPEST: Final = 32


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _shifts(times: Iterable[WorkingTime], *, working: bool | None) -> Shifts:
    """The stretches of a day, ascending and apart; what is said to run past midnight ends there.

    A working day without times has the usual ones, 8 to 12 and 13 to 17.
    """
    if working is False:
        return ()
    return merged(_stretch(one.start, one.finish) for one in times if one.start and one.finish) or (
        _USUAL if working else ()
    )


def merged(stretches: Iterable[tuple[int, int]]) -> Shifts:
    """Stretches of one day in minutes as shifts, ascending and apart; what ends before it begins is none."""
    found: list[Shift] = []
    for start, finish in sorted(stretches):
        if start >= finish:
            continue
        if found and start <= found[-1].end:
            found[-1] = Shift(found[-1].start, max(found[-1].end, finish))
        else:
            found.append(Shift(start, finish))
    return tuple(found)


def _stretch(start: time, finish: time) -> tuple[int, int]:
    first, last = _minute(start), _minute(finish)
    return first, _DAY if last < first or not last else last


def _covers(period: Period | None, day: date) -> bool:
    if period is None or period.start is None or period.finish is None:
        return False
    return period.start.date() <= day <= period.finish.date()


def _touches(period: Period | None, year: int) -> bool:
    if period is None or period.start is None or period.finish is None:
        return False
    return period.start.year <= year <= period.finish.year


def _applies(exception: CalendarException | Weekday, day: date) -> bool:
    if isinstance(exception, CalendarException):
        return falls_on(exception, day)
    return _covers(exception.period, day)


class WorkingCalendar:
    """The working time of any day: its exceptions and those of its bases first, then its weeks, then the bases'.

    `shifts(day)` gives minutes after midnight, as scheduling wants them. Where nothing is said of a day, it is free.
    """

    def __init__(self, calendar: Calendar, base: Self | None = None) -> None:
        self.uid = calendar.uid
        self.depth: int = 0 if base is None else base.depth + 1
        self._base = base if self.depth < _DEEPEST else None
        self._work_weeks = calendar.work_weeks
        self._week: dict[DayType, Weekday] = {
            weekday.day: weekday for weekday in calendar.weekdays if weekday.day is not DayType.EXCEPTION
        }
        dated = tuple(weekday for weekday in calendar.weekdays if weekday.day is DayType.EXCEPTION)
        self._exceptions: tuple[CalendarException | Weekday, ...] = calendar.exceptions or dated
        self._by_year: dict[int, tuple[CalendarException | Weekday, ...]] = {}
        self._known: dict[date, Shifts] = {}

    def shifts(self, day: date) -> Shifts:
        """The working time of one day, in minutes after midnight; none on a free day."""
        if day not in self._known:
            exceptional = self.exceptional(day)
            self._known[day] = self.usual(day) if exceptional is None else exceptional
        return self._known[day]

    def exceptional(self, day: date) -> Shifts | None:
        """The shifts that an exception gives this day, here or in a base; None where there is no exception."""
        if day.year not in self._by_year:
            self._by_year[day.year] = tuple(one for one in self._exceptions if _touches(one.period, day.year))
        for exception in self._by_year[day.year]:
            if _applies(exception, day):
                return _shifts(exception.times, working=exception.working)
        return None if self._base is None else self._base.exceptional(day)

    def usual(self, day: date) -> Shifts:
        """The shifts that the weeks give this day, here or in a base."""
        kind = DayType(day.isoweekday() % 7 + 1)
        week = self._week_of(day)
        weekday = self._week.get(kind) if week is None else _weekday(week, kind)
        if weekday is not None:
            return _shifts(weekday.times, working=weekday.working)
        return () if self._base is None else self._base.usual(day)

    def _week_of(self, day: date) -> WorkWeek | None:
        return next((week for week in self._work_weeks if _covers(week.period, day)), None)

    def next_work(self, moment: datetime) -> datetime | None:
        """The first moment at or after this one at which work begins or goes on; None within 400 days."""
        today = moment.toordinal()
        for number in range(today, min(today + _HORIZON, date.max.toordinal())):
            day = date.fromordinal(number)
            for shift in self.shifts(day):
                if _at(day, shift.end) > moment:
                    return max(_at(day, shift.start), moment)
        return None

    def last_work(self, moment: datetime) -> datetime | None:
        """The last moment at or before this one up to which work was done; None within 400 days."""
        today = moment.toordinal()
        for number in range(today, max(today - _HORIZON, 0), -1):
            day = date.fromordinal(number)
            for shift in reversed(self.shifts(day)):
                if _at(day, shift.start) < moment:
                    return min(_at(day, shift.end), moment)
        return None


def _weekday(week: WorkWeek, kind: DayType) -> Weekday | None:
    return next((weekday for weekday in week.weekdays if weekday.day is kind), None)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def working_calendars(plan: Plan) -> dict[int, WorkingCalendar]:
    """The calendars of a plan by UID; a base that is missing, leads back, or is the 32nd in a row counts as none."""
    known = {calendar.uid: calendar for calendar in plan.calendars}
    built: dict[int, WorkingCalendar] = {}
    for calendar in plan.calendars:
        _build(calendar, known, built, set())
    return built


def _build(
    calendar: Calendar, known: dict[int, Calendar], built: dict[int, WorkingCalendar], visited: set[int]
) -> WorkingCalendar:
    if calendar.uid in built:
        return built[calendar.uid]
    visited.add(calendar.uid)
    has_base = not calendar.is_base and calendar.base_uid is not None and calendar.base_uid not in visited
    base = known.get(calendar.base_uid or 0) if has_base and len(visited) < _DEEPEST else None
    parent = None if base is None else _build(base, known, built, visited)
    return built.setdefault(calendar.uid, WorkingCalendar(calendar, parent))
