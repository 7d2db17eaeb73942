"""和暦: dates in Japanese eras, since the Gregorian calendar came in on 1873-01-01 (明治6年).

Era days: 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08, 令和 2019-05-01 (政令第143号, 2019).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .errors import CalendarError

GREGORIAN_SINCE = date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its name, its letter, its first day, and the first fiscal year that is labeled with it."""

    name: str
    letter: str
    start: date
    first_fiscal_year: int


ERAS = (
    Era("明治", "M", date(1868, 1, 25), 1868),
    Era("大正", "T", date(1912, 7, 30), 1912),
    Era("昭和", "S", date(1926, 12, 25), 1927),
    Era("平成", "H", date(1989, 1, 8), 1989),
    Era("令和", "R", date(2019, 5, 1), 2019),
)
_BY_NAME = {name: era for era in ERAS for name in (era.name, era.name[0], era.letter, era.letter.lower())}
_WAREKI = re.compile(
    r"([^\W\d_]{1,2})\s*(元|\d{1,2})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|([./-])(\d{1,2})\5(\d{1,2}))"
)


class WarekiStyle(StrEnum):
    """The ways to write a day: 令和8年4月1日 or R8.4.1."""

    LONG = "long"
    SHORT = "short"


def era_named(name: str) -> Era | None:
    """Find an era by its name (令和), first character (令) or letter (R)."""
    return _BY_NAME.get(name)


def era_of(day: date) -> Era:
    """Return the era in force on a day; days before 1873 had another calendar and are refused."""
    if day < GREGORIAN_SINCE:
        raise CalendarError("before_gregorian", day)
    return next(era for era in reversed(ERAS) if day >= era.start)


def print_wareki(day: date, style: WarekiStyle = WarekiStyle.LONG) -> str:
    """Write a day in its era; the first year is 元年 in the long form."""
    era = era_of(day)
    year = day.year - era.start.year + 1
    if style is WarekiStyle.SHORT:
        return f"{era.letter}{year}.{day.month}.{day.day}"
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def parse_wareki(text: str) -> date | None:
    """Read a day in an era: 令和8年4月1日, R8.4.1, R08/04/01, 令和元年5月1日, full width; None for a blank.

    A day after its era's end is read as meant (plans made before 2019 say 平成35年); a day before its era's first
    day never was and is refused (`before_era`). Text of another form is `not_wareki`.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return None
    found = _WAREKI.fullmatch(folded)
    era = era_named(found[1]) if found else None
    if found is None or era is None:
        raise CalendarError("not_wareki", text)
    count = 1 if found[2] == "元" else int(found[2])
    month, day_of_month = int(found[3] or found[6]), int(found[4] or found[7])
    try:
        day = date(era.start.year + count - 1, month, day_of_month)
    except ValueError:
        raise CalendarError("no_such_day", text) from None
    if day < max(era.start, GREGORIAN_SINCE):
        raise CalendarError("before_era", text)
    return day
