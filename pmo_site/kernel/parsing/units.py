"""The words around a number: scales, currencies, units and signs, in Japanese and English."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What is counted, where a text says so."""

    PERSON_HOUR = "person_hour"
    PERSON_DAY = "person_day"
    PERSON_MONTH = "person_month"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    PERSON = "person"
    ITEM = "item"
    POINT = "point"


SIGNS = {"-": True, "\N{MINUS SIGN}": True, "▲": True, "△": True, "+": False}
PERCENT = frozenset({"%", "パーセント", "percent", "pct"})

JAPANESE_SCALES = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "億": 8,
    "十億": 9,
    "百億": 10,
    "千億": 11,
    "兆": 12,
}
ENGLISH_SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
    "tn": 12,
    "trillion": 12,
}
SCALES = {word: Decimal(1).scaleb(power) for word, power in (JAPANESE_SCALES | ENGLISH_SCALES).items()}
SCALE_WORDS = {Decimal(1).scaleb(power): word for word, power in JAPANESE_SCALES.items()}

ISO_CURRENCIES = frozenset(
    {
        *("AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP"),
        *("HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR", "NOK"),
        *("NZD", "PHP", "PLN", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD"),
        *("USD", "VND", "ZAR"),
    }
)
CURRENCY_WORDS = {code.lower(): code for code in ISO_CURRENCIES} | {
    "円": "JPY",
    "yen": "JPY",
    "米ドル": "USD",
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "カナダドル": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "豪ドル": "AUD",
    "nz$": "NZD",
    "hk$": "HKD",
    "nt$": "TWD",
    "s$": "SGD",
    "€": "EUR",
    "ユーロ": "EUR",
    "£": "GBP",
    "ポンド": "GBP",
    "₩": "KRW",
    "ウォン": "KRW",
    "人民元": "CNY",
    "元": "CNY",
}
UNCLEAR_WORDS = {
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD"),
    "ドル": ("USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD"),
    "¥": ("JPY", "CNY"),
}
"""Symbols that several currencies share; the place where the number stands must say which one is meant."""

UNIT_WORDS = {
    "人時": Unit.PERSON_HOUR,
    "人日": Unit.PERSON_DAY,
    "person-day": Unit.PERSON_DAY,
    "person-days": Unit.PERSON_DAY,
    "人月": Unit.PERSON_MONTH,
    "person-month": Unit.PERSON_MONTH,
    "person-months": Unit.PERSON_MONTH,
    "h": Unit.HOUR,
    "hour": Unit.HOUR,
    "hours": Unit.HOUR,
    "時間": Unit.HOUR,
    "d": Unit.DAY,
    "day": Unit.DAY,
    "days": Unit.DAY,
    "日": Unit.DAY,
    "日間": Unit.DAY,
    "week": Unit.WEEK,
    "weeks": Unit.WEEK,
    "週": Unit.WEEK,
    "週間": Unit.WEEK,
    "month": Unit.MONTH,
    "months": Unit.MONTH,
    "か月": Unit.MONTH,
    "ヶ月": Unit.MONTH,
    "カ月": Unit.MONTH,
    "ヵ月": Unit.MONTH,
    "year": Unit.YEAR,
    "years": Unit.YEAR,
    "年": Unit.YEAR,
    "年間": Unit.YEAR,
    "人": Unit.PERSON,
    "名": Unit.PERSON,
    "件": Unit.ITEM,
    "個": Unit.ITEM,
    "点": Unit.POINT,
}
