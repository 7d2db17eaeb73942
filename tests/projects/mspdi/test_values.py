from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.mspdi.enumerations import TimeFormat
from projects.domain.mspdi.values import (
    CLOCK,
    DURATION,
    INTEGER,
    MOMENT,
    MONEY,
    NUMBER,
    SWITCH,
    TENTHS,
    Kind,
    enumeration,
)


def _is_value(kind: Kind, text: str) -> bool:
    try:
        kind.parse(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("PT8H0M0S", 480),
        ("PT7H30M0S", 450),
        ("PT0H0M30S", 0.5),
        ("PT0H53M20S", 160 / 3),
        ("-PT1H0M0S", -60),
        ("P1DT2H", 26 * 60),
        ("PT0.25S", 0.25 / 60),
        ("PT90M", 90),
    ],
)
def test_durations_are_read_as_minutes(text: str, minutes: float) -> None:
    assert DURATION.parse(text) == minutes


@given(st.integers(-(10**9), 10**9))
def test_every_whole_second_survives_as_minutes(seconds: int) -> None:
    assert DURATION.parse(DURATION.show(seconds / 60)) == seconds / 60


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (MONEY, "352625", Decimal("3526.25")),
        (MONEY, "0", Decimal(0)),
        (NUMBER, "0.04087", Decimal("0.04087")),
        (NUMBER, "4800000.00", Decimal(4800000)),
        (TENTHS, "4800", 480.0),
        (SWITCH, "true", True),
        (SWITCH, "0", False),
        (MOMENT, "2006-09-21T08:00:00", datetime.fromisoformat("2006-09-21T08:00:00")),
        (CLOCK, "17:30:00", time(17, 30)),
        (CLOCK, "24:00:00", time(0)),
        (INTEGER, " -65535 ", -65535),
        (enumeration(TimeFormat), "9", TimeFormat.WEEK),
    ],
)
def test_values_are_read_in_their_notation(kind: Kind, text: str, value: object) -> None:
    assert kind.parse(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DURATION, "PT"),
        (DURATION, "P"),
        (DURATION, "P1M"),
        (DURATION, "8h"),
        (DURATION, "PT0.0001S"),
        (INTEGER, "1.5"),
        (INTEGER, "１２"),
        (INTEGER, "9" * 5000),
        (NUMBER, "NaN"),
        (NUMBER, "1e999999"),
        (SWITCH, "yes"),
        (MOMENT, "2006-09-21"),
        (MOMENT, "2006-09-21T08:00:00Z"),
        (MOMENT, "2006-02-30T08:00:00"),
        (MOMENT, "NA"),
        (CLOCK, "25:00:00"),
        (enumeration(TimeFormat), "77"),
    ],
)
def test_what_is_not_in_the_notation_is_no_value(kind: Kind, text: str) -> None:
    assert not _is_value(kind, text)


def test_formats_say_whether_time_is_elapsed_or_a_percentage() -> None:
    assert TimeFormat.EDAY.is_elapsed
    assert not TimeFormat.DAY_ESTIMATED.is_elapsed
    assert TimeFormat.PERCENT.is_percent
    assert TimeFormat.EPERCENT_ESTIMATED.is_percent
    assert not TimeFormat.EDAY.is_percent
