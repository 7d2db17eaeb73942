"""How a value is shown: in a list, on a page of its own, in a difference between two versions."""

from __future__ import annotations

from datetime import date
from functools import lru_cache, singledispatch
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pmo_site.resources.fields import (
    Amount,
    Choice,
    Computed,
    Day,
    Field,
    Flag,
    Moment,
    Number,
    Percent,
    Reference,
    Scale,
    Score,
    Value,
    choices_of,
    value_of,
)
from pmo_site.ui.format_tags import day, moment, money
from pmo_site.ui.formats import plain_number
from pmo_site.ui.level_tags import health_badge
from pmo_site.ui.templatetags.pm import score

NUMERIC = (Number, Percent, Amount)


def is_numeric(field: Field) -> bool:
    """Whether its cells stand to the right."""
    return isinstance(field, NUMERIC) or (isinstance(field, Computed) and issubclass(field.like, NUMERIC))


def named(record: models.Model | None) -> str:
    """A linked record by its name; a person's in the reader's order."""
    return "" if record is None else str(record)


def cell_of(field: Field, record: models.Model, today: date) -> Value:
    """A field of a record as its cell shows it; what is unknown is None."""
    return shown(field, value_of(field, record), record, today)


@singledispatch
def shown(field: object, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  one signature
    """A value as text or markup."""
    return value


@shown.register
def _shows_computed(field: Computed, value: Value, record: models.Model, today: date) -> Value:
    if value is None or isinstance(value, models.Model):
        return named(value) or None
    if field.words:
        return format_html('<span class="pm-chip">{}</span>', dict(field.words)[value])
    return shown(field.like(field.name), value, record, today)


@shown.register
def _shows_number(field: Number, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  one signature
    if value is None:
        return None
    number = plain_number(value)
    return gettext("%(number)s %(unit)s") % {"number": number, "unit": field.unit} if field.unit else number


@shown.register
def _shows_percent(field: Percent, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    return None if value is None else f"{plain_number(value)}%"


@shown.register
def _shows_amount(field: Amount, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    return money(value, currency_of(field, record))


def currency_of(field: Amount, record: models.Model) -> str:
    """The currency of an amount of a record."""
    found: Any = record
    for part in field.currency.split("__"):
        found = getattr(found, part)
    return str(found)


@shown.register
def _shows_day(field: Day, value: Value, record: models.Model, today: date) -> Value:
    if value is None:
        return None
    is_over = getattr(record, "is_over", False)
    return day(value, overdue=field.is_due and value < today and not is_over)


@shown.register
def _shows_moment(field: Moment, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    return None if value is None else moment(value)


@shown.register
def _shows_choice(field: Choice, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    if field.look == "level":
        return health_badge(value)
    if value in (None, ""):
        return None
    word = dict(choices_of(field, type(record))).get(value, value)
    shape = "pm-chip" if field.look == "chip" else f"pm-word pm-word-{value}"
    return _marked(shape, str(word))


@lru_cache(maxsize=1024)
def _marked(shape: str, word: str) -> SafeString:
    """Drawn once: a column has a few of them on many rows."""
    return format_html('<span class="{}">{}</span>', shape, word)


@shown.register
def _shows_scale(field: Scale, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    return None if value is None else f"{value} {field.words().get(value, '')}".strip()


@shown.register
def _shows_score(field: Score, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    return score(value, getattr(record, "zone", "") if field.name == "score" else "")


@shown.register
def _shows_flag(field: Flag, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    if value is None:
        return None
    return gettext("Yes") if value else gettext("No")


@shown.register
def _shows_reference(field: Reference, value: Value, record: models.Model, today: date) -> Value:  # noqa: ARG001  the same
    return named(value) or None


def closed() -> Value:
    """The mark of a value that this reader may not see: nothing at all."""
    return format_html('<span class="pm-hide">{}</span>', gettext("not open to you"))
