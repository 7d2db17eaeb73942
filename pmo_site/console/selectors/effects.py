"""What new settings would do, before they are saved: counted and compared, nothing stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from pmo_site.accounts.grounds import organization_rights
from pmo_site.accounts.models import Membership, OrganizationSettings, Person
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.accounts.selectors import organization_calendar, organization_settings
from pmo_site.accounts.services.settings import SettingsFacts
from pmo_site.kernel import clock
from pmo_site.kernel.brand import Palette, palette
from pmo_site.kernel.calendar import fiscal_year, fiscal_year_range
from pmo_site.notifications.models import NoticePreferences
from pmo_site.tenancy.models import Organization
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal year with its first and last day."""

    year: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Periods:
    """The fiscal year of today under both first months, and how many projects finish in another one."""

    before: Period
    after: Period
    moved: int
    dated: int


@dataclass(frozen=True, slots=True)
class Clock:
    """A time zone: what day it is there, and when its next day begins."""

    today: date
    next_day: datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both clocks, the projects that are judged at each day's beginning, and who set hours for notices."""

    before: Clock
    after: Clock
    projects: int
    notified: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days of the present fiscal year under both calendars, and the days that would change."""

    before: int
    after: int
    off: tuple[date, ...]
    on: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Brand:
    """The shades of a new color of the organization; None where the product's own comes back."""

    palette: Palette | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What would change; None where a setting stays as it is."""

    name: tuple[str, int] | None
    language: str | None
    clocks: Clocks | None
    periods: Periods | None
    working: WorkingDays | None
    currency: tuple[str, int] | None
    brand: Brand | None


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody whose rights on every project a switch would change."""

    person: Person
    rights: tuple[Right, ...]
    is_gain: bool


def settings_in_force(organization: Organization) -> OrganizationSettings:
    """The settings that stand, under the name that the site's edge knows.

    Where none were ever stored, under the id that they will have.
    """
    stands = organization_settings()
    stands.name = organization.name
    if stands._state.adding:
        stands.pk = organization.pk
    return stands


def settings_effects(stands: OrganizationSettings, facts: SettingsFacts) -> Effects:
    """What these facts would change, counted over the whole organization."""
    today = clock.today(stands.time_zone)
    return Effects(
        name=(facts.name, _members()) if facts.name != stands.name else None,
        language=facts.language if facts.language != stands.language else None,
        clocks=_clocks(stands.time_zone, facts.time_zone),
        periods=_periods(today, stands.fiscal_year_start, facts.fiscal_year_start),
        working=_working(stands, facts, today),
        currency=_currency(stands.currency, facts.currency),
        brand=_brand(stands.brand_color, facts.brand_color),
    )


def _brand(stands: str, chosen: str) -> Brand | None:
    if stands == chosen:
        return None
    return Brand(palette(chosen) if chosen else None)


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


def _members() -> int:
    return Membership.objects.filter(ended_at__isnull=True).count()


def _clocks(now: str, then: str) -> Clocks | None:
    if now == then:
        return None
    live = Project.objects.filter(archived_at__isnull=True).count()
    return Clocks(_clock(now), _clock(then), live, NoticePreferences.objects.count())


def _clock(zone: str) -> Clock:
    today = clock.today(zone)
    return Clock(today, datetime.combine(today + timedelta(days=1), time(), ZoneInfo(zone)))


def _periods(today: date, now: int, then: int) -> Periods | None:
    if now == then:
        return None
    finish = Coalesce("actual_finish", "forecast_finish", "baseline_finish")
    rows = Project.objects.filter(archived_at__isnull=True).annotate(finish=finish).filter(finish__isnull=False)
    days = list(rows.values_list("finish", flat=True))
    moved = sum(fiscal_year(day, now) != fiscal_year(day, then) for day in days)
    return Periods(_period(today, now), _period(today, then), moved, len(days))


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
    count = sum(before.is_working(day) for day in days)
    return WorkingDays(count, count - len(off) + len(on), off, on) if off or on else None


def _currency(now: str, then: str) -> tuple[str, int] | None:
    """The new currency, and how many projects keep their amounts in another one."""
    return None if now == then else (then, Project.objects.exclude(currency=then).count())
