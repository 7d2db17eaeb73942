"""What the pages of the portfolio share: their way, pages by key, and days often asked for."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.tenancy.keyset import KeysetPage
from pmo_site.ui.paging import place_asked
from pmo_site.ui.parts import Crumb, Tab, query_url
from portfolio.models import ProjectHealth
from portfolio.selectors import Narrowing
from portfolio.selectors.health import WORST, health_page

PAGE_SIZE = 50


def address(request: ActorRequest, name: str, **parts: object) -> str:
    """An address of the portfolio within the reader's organization."""
    return reverse(f"portfolio:{name}", kwargs={"slug": request.organization.slug, **parts})


def crumbs(request: ActorRequest, last: str | Promise = "") -> list[Crumb]:
    """The way from the portfolio to this page."""
    if not last:
        return [Crumb(_("Portfolio"))]
    return [Crumb(_("Portfolio"), address(request, "overview")), Crumb(last)]


def portfolio_tabs(request: ActorRequest, current: str) -> list[Tab]:
    """The pages of the portfolio that the reader may open."""
    names = [
        ("overview", _("Overview")),
        ("departments", _("By department")),
        ("matrix", _("Health by month")),
        ("candor", _("Candor gap")),
    ]
    if may(request.actor, Right.HEALTH_POLICY_VIEW):
        names.append(("policy", _("Health policy")))
    return [
        *(Tab(label, address(request, name), name == current) for name, label in names),
        *_group_tabs(request),
    ]


def _group_tabs(request: ActorRequest) -> list[Tab]:
    """The registers in which projects are grouped."""
    if not may(request.actor, Right.PORTFOLIO_VIEW):
        return []
    slug = request.organization.slug
    words = {"portfolios": _("Portfolios"), "programs": _("Programs"), "placements": _("Placements")}
    return [Tab(label, reverse(f"{key}:list", kwargs={"slug": slug})) for key, label in words.items()]


def lights_page(
    request: ActorRequest, narrowing: Narrowing | None, *, as_of: date | None, level: str = "", size: int = PAGE_SIZE
) -> KeysetPage[ProjectHealth]:
    """One page of lights, worst first; a cursor that the list did not give leads to the first page."""
    place = place_asked(ProjectHealth, WORST, request.GET)
    return health_page(request.actor, as_of=as_of, level=level, narrowing=narrowing, size=size, place=place)


def as_of_query(as_of: date | None) -> str:
    """The part of an address that keeps the day."""
    return f"?as_of={as_of.isoformat()}" if as_of else ""


def quick_days(request: ActorRequest, chosen: date | None) -> list[Tab]:
    """Days that are often asked for: the newest, a week ago, the end of last month and of last quarter."""
    today = request.actor.today
    quarter_months = (today.month - request.settings.fiscal_year_start) % 3
    days = [
        (_("Newest"), None),
        (_("A week ago"), today - timedelta(days=7)),
        (_("End of last month"), today.replace(day=1) - timedelta(days=1)),
        (_("End of last quarter"), _months_back(today, quarter_months) - timedelta(days=1)),
    ]
    query, drop = dict(request.GET.lists()), ("after", "before", "as_of")
    return [
        Tab(
            label,
            query_url(query, drop=drop, as_of=day.isoformat()) if day else query_url(query, drop=drop),
            day == chosen,
        )
        for label, day in days
    ]


def _months_back(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
