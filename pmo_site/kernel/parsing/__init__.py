"""Numbers, dates and words as people type them: what is meant is read, what is unclear is refused with a code."""

from __future__ import annotations

from .dates import DayOrder, excel_date, parse_date
from .errors import ParseError, Problem
from .folding import fold, narrow
from .names import is_japanese, split_name
from .numbers import Quantity, parse_money, parse_number, parse_percent, parse_quantity, print_quantity
from .romaji import romaji_to_kana, spellings
from .units import Unit
from .unknown import says_no_name, says_unknown

__all__ = [
    "DayOrder",
    "ParseError",
    "Problem",
    "Quantity",
    "Unit",
    "excel_date",
    "fold",
    "is_japanese",
    "narrow",
    "parse_date",
    "parse_money",
    "parse_number",
    "parse_percent",
    "parse_quantity",
    "print_quantity",
    "romaji_to_kana",
    "says_no_name",
    "says_unknown",
    "spellings",
    "split_name",
]
