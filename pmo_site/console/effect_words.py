"""What new settings would do, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings as site
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from pmo_site.console.selectors.effects import Clock, Effects, Period, WorkingDays
from pmo_site.ui.formats import day_text, fiscal_year_text, moment_text

MOST_DAYS = 8


def effect_words(effects: Effects) -> list[str]:
    """A sentence for everything that would change beyond the setting itself."""
    found: list[str] = []
    if effects.language is not None:
        name = gettext(dict(site.LANGUAGES)[effects.language])
        found.append(gettext("Invitations will be written in %(language)s.") % {"language": name})
    if effects.clocks is not None:
        found += _clocks(*effects.clocks, notified=effects.notified)
    if effects.periods is not None:
        found += _periods(*effects.periods)
    if effects.working is not None:
        found += _working(effects.working)
    if effects.currency is not None:
        found.append(_currency(*effects.currency))
    if effects.codes is not None:
        before, after = effects.codes
        words = gettext("The next project gets the code %(after)s instead of %(before)s; given codes stay.")
        found.append(words % {"after": after, "before": before})
    return found


def _clocks(now: Clock, then: Clock, *, notified: int) -> list[str]:
    words = gettext("The next day, and with it the daily health of all projects, begins %(after)s instead of %(before)s.")
    found = [words % {"after": _moment(then), "before": _moment(now)}]
    if now.today != then.today:
        words = gettext("“Today” becomes %(after)s instead of %(before)s.")
        found.append(words % {"after": _day(then.today), "before": _day(now.today)})
    if notified:
        words = ngettext(
            "%(count)s person set hours for notices; they count on the new clock.",
            "%(count)s people set hours for notices; they count on the new clock.",
            notified,
        )
        found.append(words % {"count": notified})
    return found


def _periods(now: Period, then: Period) -> list[str]:
    words = gettext("Today lies in %(after)s instead of %(before)s.")
    lists = gettext("Lists, budgets and the roadmap group by the new fiscal years; no record changes.")
    return [words % {"after": _period(then), "before": _period(now)}, lists]


def _working(days: WorkingDays) -> list[str]:
    words = gettext("This fiscal year has %(after)s working days instead of %(before)s.")
    found = [words % {"after": days.after, "before": days.before}]
    if days.off:
        found.append(gettext("No longer working days: %(days)s") % {"days": _days(days.off)})
    if days.on:
        found.append(gettext("Working days again: %(days)s") % {"days": _days(days.on)})
    return found


def _currency(currency: str, kept: int) -> str:
    words = ngettext(
        "New projects are kept in %(currency)s; %(count)s project keeps its amounts and its currency.",
        "New projects are kept in %(currency)s; %(count)s projects keep their amounts and their currency.",
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
