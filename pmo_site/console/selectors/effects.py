"""What new settings would do, before they are saved: counted and compared, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pmo_site.accounts.grounds import organization_rights
from pmo_site.accounts.models import Membership, OrganizationSettings, Person
from pmo_site.accounts.numbering import code_of
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.accounts.selectors import organization_calendar
from pmo_site.accounts.services.settings import SettingsFacts
from pmo_site.kernel import clock
from pmo_site.kernel.calendar import fiscal_year, fiscal_year_range
from pmo_site.notifications.models import NoticePreferences
from pmo_site.tenancy.numbering import last_numbers
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year with its first and last day."""

    year: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone: what day it is there, when its next day begins, and who set notice hours by it."""

    zone: str
    today: date
    next_day: datetime


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days of the present fiscal year under both calendars, and the days that would change."""

    before: int
    after: int
    off: tuple[date, ...]
    on: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What would change; None where a setting stays as it is."""

    language: str | None = None
    clocks: tuple[Clock, Clock] | None = None
    notified: int = 0
    periods: tuple[Period, Period] | None = None
    working: WorkingDays | None = None
    currency: tuple[str, int] | None = None
    codes: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody whose rights on every project a switch would change."""

    person: Person
    rights: tuple[Right, ...]
    is_gain: bool


def settings_effects(stands: OrganizationSettings, facts: SettingsFacts) -> Effects:
    """What these facts would change; three queries at most."""
    moved, today = stands.time_zone != facts.time_zone, clock.today(stands.time_zone)
    starts, begins = stands.fiscal_year_start, facts.fiscal_year_start
    scheme, wanted = (stands.project_prefix, stands.project_digits), (facts.project_prefix, facts.project_digits)
    number = last_numbers(["project"]).get("project", 0) + 1 if scheme != wanted else 0
    return Effects(
        language=facts.language if facts.language != stands.language else None,
        clocks=(_clock(stands.time_zone), _clock(facts.time_zone)) if moved else None,
        notified=NoticePreferences.objects.count() if moved else 0,
        periods=(_period(today, starts), _period(today, begins)) if starts != begins else None,
        working=_working(stands, facts, today),
        currency=_currency(stands.currency, facts.currency),
        codes=(code_of(*scheme, number), code_of(*wanted, number)) if scheme != wanted else None,
    )


def switch_effects(stands: OrganizationSettings) -> list[Shift]:
    """Whose rights on every project the other operating model would change, and which."""
    now = OperatingModel(stands.operating_model)
    other = OperatingModel.SEPARATE if now is OperatingModel.COMBINED else OperatingModel.COMBINED
    members = Membership.objects.filter(ended_at__isnull=True).select_related("person").prefetch_related("roles")
    found = [_shift(member, now, other) for member in members.order_by("person__family_name_reading", "pk")]
    return [shift for shift in found if shift.rights]


def _shift(member: Membership, now: OperatingModel, other: OperatingModel) -> Shift:
    roles = frozenset(OrganizationRole(row.role) for row in member.roles.all())
    held, then = organization_rights(roles, now), organization_rights(roles, other)
    gained = then - held
    return Shift(member.person, tuple(sorted(gained or held - then)), bool(gained))


def _clock(zone: str) -> Clock:
    today = clock.today(zone)
    return Clock(zone, today, datetime.combine(today + timedelta(days=1), time(), ZoneInfo(zone)))


def _period(day: date, start: int) -> Period:
    year = fiscal_year(day, start)
    return Period(year, *fiscal_year_range(year, start))


def _working(stands: OrganizationSettings, facts: SettingsFacts, today: date) -> WorkingDays | None:
    """Days of the fiscal year as it is now, so that only the calendar differs."""
    then = OrganizationSettings(country=facts.country, closing=facts.closing, own_holidays=facts.own_holidays)
    before, after = organization_calendar(stands), organization_calendar(then)
    period = _period(today, stands.fiscal_year_start)
    days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    off = tuple(day for day in days if before.is_working(day) and not after.is_working(day))
    on = tuple(day for day in days if after.is_working(day) and not before.is_working(day))
    count = before.count_working_days(period.first, period.last)
    return WorkingDays(count, count - len(off) + len(on), off, on) if off or on else None


def _currency(now: str, then: str) -> tuple[str, int] | None:
    """The new currency, and how many projects keep their amounts in the present one."""
    return None if now == then else (then, Project.objects.filter(currency=now).count())
