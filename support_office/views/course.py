"""Exposure over the last twelve months beside the risk matrix, as a picture and as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils.dates import MONTHS_3
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmo_site.accounts.policy import Actor
from pmo_site.ui.charts.columns import Column, Period, columns
from pmo_site.ui.formats import money_text, money_unit
from projects.models import Project
from support_office.selectors.exposures import CurrencyExposure, ExposureAt, exposure_course


@dataclass(frozen=True, slots=True)
class Course:
    """The course of exposure in one currency: drawn, and row by row; `change` is since the end of last month."""

    currency: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[ExposureAt, CurrencyExposure], ...]
    change: Decimal | None
    has_left_out: bool


def courses(actor: Actor, owner: Model | None) -> list[Course]:
    """The course of each currency; none where nothing is known that the reader may see."""
    found = exposure_course(actor, owner if isinstance(owner, Project) else None)
    return [_course(currency, found) for currency in (found[0].by_currency if found else ())]


def _course(currency: str, found: Sequence[ExposureAt]) -> Course:
    rows = tuple((each, each.by_currency[currency]) for each in found)
    amounts = [own.amount for _at, own in rows]
    unit = money_unit(max((each for each in amounts if each is not None), default=Decimal(0)))
    today = found[-1].day
    periods = [Period(_name(at, today), _number(own.amount), _words(own.amount, currency, unit)) for at, own in rows]
    before, now = amounts[-2:]
    return Course(
        currency=currency,
        unit=unit,
        columns=columns(periods),
        rows=rows,
        change=(now - before) / before if before and now is not None else None,
        has_left_out=any(each.left_out for each in found),
    )


def _name(at: ExposureAt, today: date) -> str:
    if at.day == today:
        return _("Now")
    return str(at.day.month) if get_language() == "ja" else str(MONTHS_3[at.day.month]).capitalize()


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _words(amount: Decimal | None, currency: str, unit: str) -> str:
    if amount is None:
        return ""
    return money_text(amount, currency, get_language() or "ja", unit=unit, bare=True).shown
