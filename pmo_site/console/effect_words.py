"""What new settings would do, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings as site
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from pmo_site.console.brand_words import brand_words
from pmo_site.console.selectors.effects import Clock, Clocks, Effects, Period, Periods, WorkingDays
from pmo_site.ui.formats import day_text, fiscal_year_text, moment_text

MOST_DAYS = 8


def effect_words(effects: Effects) -> list[str]:
    """A sentence for everything that would change beyond the setting itself."""
    found: list[str] = []
    if effects.name is not None:
        found.append(_name(*effects.name))
    if effects.language is not None:
        name = str(dict(site.LANGUAGES)[effects.language])
        words = gettext(
            "Invitations are written in %(language)s from then on. Everybody keeps the language they chose."
        )
        found.append(words % {"language": name})
    if effects.clocks is not None:
        found += _clocks(effects.clocks)
    if effects.periods is not None:
        found += _periods(effects.periods)
    if effects.working is not None:
        found += _working(effects.working)
    if effects.currency is not None:
        found.append(_currency(*effects.currency))
    if effects.brand is not None:
        found += brand_words(effects.brand.palette)
    return found


def _name(name: str, members: int) -> str:
    words = ngettext(
        "%(count)s member sees “%(name)s” on every page, in mails and in reports made from then on.",
        "%(count)s members see “%(name)s” on every page, in mails and in reports made from then on.",
        members,
    )
    return words % {"name": name, "count": members}


def _clocks(clocks: Clocks) -> list[str]:
    now, then = clocks.before, clocks.after
    words = ngettext(
        "The next day begins %(after)s instead of %(before)s, shown on the present clock; "
        "the daily health of %(count)s project is computed then.",
        "The next day begins %(after)s instead of %(before)s, shown on the present clock; "
        "the daily health of %(count)s projects is computed then.",
        clocks.projects,
    )
    found = [words % {"after": _moment(then), "before": _moment(now), "count": clocks.projects}]
    if now.today != then.today:
        words = gettext("“Today” becomes %(after)s instead of %(before)s.")
        found.append(words % {"after": _day(then.today), "before": _day(now.today)})
    if clocks.notified:
        words = ngettext(
            "%(count)s person set hours for notices; they count on the new clock.",
            "%(count)s people set hours for notices; they count on the new clock.",
            clocks.notified,
        )
        found.append(words % {"count": clocks.notified})
    return found


def _periods(periods: Periods) -> list[str]:
    words = gettext("Today lies in %(after)s instead of %(before)s.")
    moved = ngettext(
        "%(moved)s of %(count)s project finishes in another fiscal year; lists and sums group anew, no record changes.",
        "%(moved)s of %(count)s projects finish in another fiscal year; lists and sums group anew, no record changes.",
        periods.dated,
    )
    return [
        words % {"after": _period(periods.after), "before": _period(periods.before)},
        moved % {"moved": periods.moved, "count": periods.dated},
    ]


def _working(days: WorkingDays) -> list[str]:
    words = gettext(
        "This fiscal year has %(after)s working days instead of %(before)s; days late and due are counted so."
    )
    found = [words % {"after": days.after, "before": days.before}]
    if days.off:
        found.append(gettext("No longer working days: %(days)s") % {"days": _days(days.off)})
    if days.on:
        found.append(gettext("Working days from then on: %(days)s") % {"days": _days(days.on)})
    return found


def _currency(currency: str, kept: int) -> str:
    words = ngettext(
        "New projects are kept in %(currency)s; %(count)s project keeps its amounts in another currency.",
        "New projects are kept in %(currency)s; %(count)s projects keep their amounts in another currency.",
        kept,
    )
    return words % {"currency": currency, "count": kept}


def _period(period: Period) -> str:
    year = fiscal_year_text(period.year, _language())
    words = gettext("%(year)s (%(first)s to %(last)s)")
    return words % {"year": year, "first": _day(period.first), "last": _day(period.last)}


def _days(days: Iterable[date]) -> str:
    shown = list(days)
    words = gettext(", ").join(_day(day) for day in shown[:MOST_DAYS])
    return f"{words} …" if len(shown) > MOST_DAYS else words


def _moment(clock: Clock) -> str:
    """When a day begins, on the clock of the reader's page."""
    return moment_text(localtime(clock.next_day), _language())


def _day(day: date) -> str:
    return day_text(day, _language())


def _language() -> str:
    return get_language() or "ja"
