"""Days as people type them: 2026-04-01, 2026/4/1, R8.4.1, 令和8年4月1日, July 25, 2022, spreadsheet serials."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from pmo_site.kernel.calendar.errors import CalendarError
from pmo_site.kernel.calendar.wareki import parse_wareki

from .errors import ParseError, Problem
from .folding import narrow

FIRST_YEAR = 1868
LAST_YEAR = 2199
MONTHS = 12
LONGEST = 64

SERIAL_ORIGIN = date(1899, 12, 30)
SERIAL_ORIGIN_1904 = date(1904, 1, 1)
PHANTOM_LEAP_DAY = 60
LAST_SERIAL = 2_958_465

_TIME = re.compile(r"(?:[T ]\s*)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:Z|[+-]\d{2}:?\d{2})?$")
_WEEKDAY_AFTER = re.compile(r"\s*(?:\(([月火水木金土日])(?:曜日?)?\)|([月火水木金土日])曜日?|\(([A-Za-z]{3,9})\.?\))$")
_WEEKDAY_BEFORE = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_YMD = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_TWO_DIGITS = re.compile(r"\d{2}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2}", re.ASCII)
_INCOMPLETE = re.compile(
    r"\d{4}年?|\d{4}[-/.年]\d{1,2}月?|\d{1,2}[-/.月]\d{1,2}日?|[A-Za-z]{3,9}\.?,? \d{4}"
    r"|\D{1,2}(元|\d{1,2})年(\d{1,2}月)?"
)

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ENGLISH_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_JAPANESE_WEEKDAYS = "月火水木金土日"


class DayOrder(StrEnum):
    """Which comes first where the year stands last: 4/1/2026 is 1 April by month_first, 4 January by day_first."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


def parse_date(text: str, *, order: DayOrder | None = None) -> date | None:
    """Read a day; None for a blank, ParseError where it would be a guess.

    A weekday beside the date must be its own (a typing error shows there first), and a time must be midnight. Where
    the year stands last and both orders give a day, `order` must say which one is meant. Five digits alone are a
    spreadsheet's serial number of the 1900 system.
    """
    folded = narrow(text)
    if not folded:
        return None
    if max(len(folded), len(text.strip())) > LONGEST:
        raise ParseError(Problem.TOO_LONG, text)
    rest, weekday = _take_weekday(_take_time(folded, text), text)
    for read in (_ymd, _english, _serial, _wareki):
        found = read(rest, text)
        if found is not None:
            break
    else:
        found = _year_last(rest, text, order)
    if found is None:
        raise ParseError(_why_not(rest), text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ParseError(Problem.YEAR_OUT_OF_RANGE, text)
    if weekday is not None and found.weekday() != weekday:
        raise ParseError(Problem.WEEKDAY_MISMATCH, text)
    return found


def excel_date(serial: Decimal | float, *, epoch_1904: bool = False) -> date:
    """Turn a spreadsheet's serial number into its day.

    In the 1900 system 60 is 29 February 1900, which never was: it is refused, and the days before it count from a
    day later (source: ECMA-376 part 1, 18.17.4.1). A fraction is a time of day and is refused.
    """
    try:
        number = Decimal(str(serial))
        whole = int(number)
    except (InvalidOperation, ValueError, OverflowError):
        raise ParseError(Problem.NOT_A_DATE, serial) from None
    if number != whole:
        raise ParseError(Problem.HAS_TIME, serial)
    if epoch_1904:
        origin, first = SERIAL_ORIGIN_1904, 0
    else:
        origin, first = SERIAL_ORIGIN + timedelta(days=whole < PHANTOM_LEAP_DAY), 1
    if not first <= whole <= LAST_SERIAL - (SERIAL_ORIGIN_1904 - SERIAL_ORIGIN).days * epoch_1904:
        raise ParseError(Problem.YEAR_OUT_OF_RANGE, serial)
    if whole == PHANTOM_LEAP_DAY and not epoch_1904:
        raise ParseError(Problem.NO_SUCH_DAY, serial)
    return origin + timedelta(days=whole)


def _take_time(folded: str, text: str) -> str:
    found = _TIME.search(folded)
    if found is None:
        return folded
    if found[1].strip("0:."):
        raise ParseError(Problem.HAS_TIME, text)
    return folded[: found.start()]


def _take_weekday(folded: str, text: str) -> tuple[str, int | None]:
    if found := _WEEKDAY_AFTER.search(folded):
        name = found[1] or found[2] or found[3]
        rest = folded[: found.start()]
    elif found := _WEEKDAY_BEFORE.search(folded):
        name, rest = found[1], folded[found.end() :]
    else:
        return folded, None
    if name in _JAPANESE_WEEKDAYS:
        return rest, _JAPANESE_WEEKDAYS.index(name)
    for place, weekday in enumerate(_ENGLISH_WEEKDAYS):
        if weekday.startswith(name.lower()):
            return rest, place
    raise ParseError(Problem.NOT_A_DATE, text)


def _ymd(rest: str, text: str) -> date | None:
    if found := _COMPACT.fullmatch(rest):
        return _day(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _YMD.fullmatch(rest):
        return _day(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]), text)
    return None


def _english(rest: str, text: str) -> date | None:
    if found := _MONTH_FIRST.fullmatch(rest):
        return _day(int(found[3]), _month(found[1], text), int(found[2]), text)
    if found := _DAY_FIRST.fullmatch(rest):
        return _day(int(found[3]), _month(found[2], text), int(found[1]), text)
    return None


def _serial(rest: str, text: str) -> date | None:
    del text
    return excel_date(int(rest)) if _SERIAL.fullmatch(rest) else None


def _wareki(rest: str, text: str) -> date | None:
    try:
        return parse_wareki(rest)
    except CalendarError as refused:
        if refused.code == "not_wareki":
            return None
        raise ParseError(Problem(refused.code), text) from None


def _year_last(rest: str, text: str, order: DayOrder | None) -> date | None:
    found = _YEAR_LAST.fullmatch(rest)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if order is None:
        if first <= MONTHS and second <= MONTHS and first != second:
            raise ParseError(Problem.AMBIGUOUS_ORDER, text)
        order = DayOrder.DAY_FIRST if first > MONTHS else DayOrder.MONTH_FIRST
    month, day = (first, second) if order is DayOrder.MONTH_FIRST else (second, first)
    return _day(year, month, day, text)


def _month(name: str, text: str) -> int:
    wanted = "sep" if name.lower() == "sept" else name.lower()
    for place, month in enumerate(_MONTHS, start=1):
        if wanted in {month, month[:3]}:
            return place
    raise ParseError(Problem.NOT_A_DATE, text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ParseError(Problem.NO_SUCH_DAY, text) from None


def _why_not(rest: str) -> Problem:
    if _TWO_DIGITS.fullmatch(rest):
        return Problem.TWO_DIGIT_YEAR
    return Problem.INCOMPLETE if _INCOMPLETE.fullmatch(rest) else Problem.NOT_A_DATE
