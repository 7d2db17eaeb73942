"""Why a typed text could not be read: codes, never sentences; pages and reports have the words."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """What is wrong with a typed number or date."""

    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    BAD_GROUPING = "bad_grouping"
    BAD_SIGN = "bad_sign"
    BAD_SCALE = "bad_scale"
    UNKNOWN_UNIT = "unknown_unit"
    TWO_CURRENCIES = "two_currencies"
    NOT_MONEY = "not_money"
    CURRENCY_UNCLEAR = "currency_unclear"

    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    BEFORE_ERA = "before_era"
    INCOMPLETE = "incomplete"
    TWO_DIGIT_YEAR = "two_digit_year"
    AMBIGUOUS_ORDER = "ambiguous_order"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    HAS_TIME = "has_time"
    YEAR_OUT_OF_RANGE = "year_out_of_range"


class ParseError(ValueError):
    """A text that cannot be read, or only by guessing; `text` is what was typed."""

    def __init__(self, code: Problem, text: object) -> None:
        super().__init__(f"{code.value}: {text}")
        self.code = code
        self.text = str(text)
