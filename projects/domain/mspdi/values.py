"""How single values stand in Microsoft Project XML: one kind per notation, each both ways.

Sources: the Project XML data interchange schema (Microsoft, office-developer-msproject-xml-docs) for notations;
amounts of money are written in hundredths, slack and lag in tenths of a minute, rates per hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import IntEnum
from typing import Any

_INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{0,10})?([eE][+-]?\d)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?", re.ASCII)
_CLOCK = re.compile(r"\d\d:\d\d:\d\d", re.ASCII)
_DURATION = re.compile(
    r"(-?)P(?=[\dT])(?:(\d{1,5})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.(\d{1,3})0*)?S)?)?",
    re.ASCII,
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SWITCHES = {"0": False, "1": True, "false": False, "true": True}
_MS_PER_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One notation: `parse` raises ValueError for a text that is none of this kind; `show` is its inverse."""

    name: str
    parse: Callable[[str], object]
    show: Callable[[Any], str]


def _checked(pattern: re.Pattern[str], text: str) -> str:
    stripped = text.strip()
    if not pattern.fullmatch(stripped):
        raise ValueError(text)
    return stripped


def _parse_text(text: str) -> str:
    if _NOT_XML.search(text):
        raise ValueError(text)
    return text


def _parse_integer(text: str) -> int:
    return int(_checked(_INTEGER, text))


def _parse_number(text: str) -> Decimal:
    return Decimal(_checked(_NUMBER, text))


def _show_number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parse_switch(text: str) -> bool:
    try:
        return _SWITCHES[text.strip()]
    except KeyError:
        raise ValueError(text) from None


def _parse_moment(text: str) -> datetime:
    return datetime.fromisoformat(_checked(_MOMENT, text))


def _parse_clock(text: str) -> time:
    checked = _checked(_CLOCK, text)
    return time.fromisoformat("00:00:00" if checked == "24:00:00" else checked)


def _parse_duration(text: str) -> float:
    match = _DURATION.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    sign, days, hours, minutes, seconds, fraction = match.groups()
    whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    thousandths = whole * 1000 + int((fraction or "0").ljust(3, "0"))
    return (-thousandths if sign else thousandths) / _MS_PER_MINUTE


def _show_duration(minutes: float) -> str:
    thousandths = round(minutes * _MS_PER_MINUTE)
    hours, rest = divmod(abs(thousandths), 60 * _MS_PER_MINUTE)
    whole_minutes, rest = divmod(rest, _MS_PER_MINUTE)
    seconds, rest = divmod(rest, 1000)
    fraction = f".{rest:03d}" if rest else ""
    return f"{'-' if thousandths < 0 else ''}PT{hours}H{whole_minutes}M{seconds}{fraction}S"


def enumeration(members: type[IntEnum]) -> Kind:
    """A kind whose values are the members of an enumeration, written by number."""
    return Kind(
        members.__name__,
        lambda text: members(_parse_integer(text)),
        lambda value: str(members(value).value),
    )


TEXT = Kind("text", _parse_text, str)
INTEGER = Kind("integer", _parse_integer, str)
NUMBER = Kind("number", _parse_number, _show_number)
SWITCH = Kind("switch", _parse_switch, lambda value: "1" if value else "0")
MOMENT = Kind("moment", _parse_moment, lambda value: value.isoformat())
CLOCK = Kind("clock", _parse_clock, lambda value: value.isoformat())
DURATION = Kind("duration", _parse_duration, _show_duration)
TENTHS = Kind("tenths", lambda text: _parse_integer(text) / 10, lambda value: str(round(value * 10)))
MONEY = Kind("money", lambda text: _parse_number(text).scaleb(-2), lambda value: _show_number(value.scaleb(2)))
