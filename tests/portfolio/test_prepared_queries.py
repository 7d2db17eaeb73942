"""The prepared queries of the dashboard: each actor gets their own rows, whoever asked before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Model

from pmo_site.accounts.asking import AskedByActor
from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import Actor
from pmo_site.pages.services.demo import demo_load
from pmo_site.tenancy.keyset import Place
from pmo_site.tenancy.statements import Ids
from portfolio.models import HealthOverride
from portfolio.selectors import dashboard, health, lights, overrides
from portfolio.selectors.newest import NO_DEPARTMENT, Narrowing, asked_with
from portfolio.services.health import health_compute_day
from projects import selectors as projects
from projects.models import Project
from support_office.selectors import asks, overdue
from support_office.selectors.schedules import end_of
from tests.projects.cast import Cast

SLUGS = ("hokuto", "minato")
READERS = ("pmo-manager", "pm", "stakeholder")
"""Who may see everything, some projects with their money, and some without."""
PAST = timedelta(days=40)
TOKYO = ZoneInfo("Asia/Tokyo")

Asked = tuple[AskedByActor, tuple[Any, ...], Mapping[str, Any]]


def _projects(_actor: Actor) -> Ids:
    return Ids(Project.objects.order_by("id").values_list("pk", flat=True))


def _narrowed(actor: Actor, *, past: bool = False) -> dict[str, Any]:
    departments = Ids(Department.objects.order_by("id").values_list("pk", flat=True))
    return {**asked_with(actor.today - PAST if past else None, Narrowing()), "departments": departments}


def _without_day(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "as_of"}


def _quarters(actor: Actor) -> dict[str, Any]:
    names = ("before", "ended", "first", "last")
    return {name: actor.today - timedelta(days=back) for name, back in zip(names, (200, 101, 100, 0), strict=True)}


ASKED: Mapping[str, Callable[[Actor], Asked]] = {
    "lights": lambda _: (lights._LIGHTS, (Narrowing(),), {}),
    "lights of departments": lambda actor: (lights._LIGHTS, (Narrowing(),), _narrowed(actor)),
    "lights of no department": lambda _: (lights._LIGHTS, (Narrowing("", NO_DEPARTMENT),), {}),
    "lights of a tier": lambda _: (lights._LIGHTS, (Narrowing("standard"),), {}),
    "lights of a past day": lambda actor: (lights._LIGHTS, (Narrowing(),), _narrowed(actor, past=True)),
    "levels of a past day": lambda actor: (lights._LEVELS, (Narrowing(),), _narrowed(actor, past=True)),
    "first page": lambda _: (health._PAGE, ("", Narrowing(), 25, None), {}),
    "next page": lambda actor: (
        health._PAGE,
        ("", Narrowing(), 25, Place(None, None)),
        {"rank": health.health_list(actor)[0].rank, "light_id": UUID(int=0)},
    ),
    "project counts": lambda _: (health._PROJECT_COUNTS, (Narrowing(),), {}),
    "project counts of a past day": lambda actor: (
        health._PROJECT_COUNTS,
        (Narrowing(),),
        _without_day(_narrowed(actor, past=True)),
    ),
    "strips": lambda actor: (health._STRIPS, (), {"ids": _projects(actor)}),
    "strips of a past day": lambda actor: (health._STRIPS, (), {"ids": _projects(actor), "as_of": actor.today - PAST}),
    "overrides": lambda actor: (overrides._OVERRIDES, (), {"ids": _projects(actor), "day": actor.today}),
    "milestones kept": lambda actor: (dashboard._KEPT, (Narrowing(),), _quarters(actor)),
    "plan": lambda actor: (dashboard._PLAN, (), {"ids": _projects(actor)}),
    "money": lambda actor: (projects._WITH_MONEY, (), {"ids": _projects(actor)}),
    "asks": lambda _: (asks._OPEN, (), {}),
    "asks of a past day": lambda actor: (asks._OPEN, (), {"over": end_of(actor.today, TOKYO)}),
    "overdue actions": lambda actor: (overdue._OVERDUE, (), {"day": actor.today}),
    "overdue actions of a past day": lambda actor: (
        overdue._OVERDUE,
        (),
        {"day": actor.today, "over": end_of(actor.today, TOKYO)},
    ),
}


@pytest.fixture
def judged(db: None) -> None:  # noqa: ARG001  the database is open
    """Two organizations of the demo, each judged on a past day and today, with an override on every project."""
    demo_load()
    for slug in SLUGS:
        cast = Cast(slug)
        with cast.acting("pmo-manager") as actor:
            for day in (actor.today - PAST, actor.today):
                health_compute_day(day=day)
            Project.objects.filter(pk__in=Project.objects.order_by("code").values("pk")[:1]).update(department=None)
            for project in Project.objects.all():
                HealthOverride.objects.create(
                    project=project, level="amber", reason="Seen", starts_on=actor.today, ends_on=actor.today
                )


def _told(row: Any) -> Any:
    """A record as what it holds, its joined records with it."""
    if not isinstance(row, Model):
        return row
    joined = {name: _told(each) for name, each in row._state.fields_cache.items()}
    return {name: value for name, value in vars(row).items() if name != "_state"} | joined


def _any_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=repr)


@pytest.mark.usefixtures("judged")
def test_each_actor_gets_their_own_rows_whoever_asked_before() -> None:
    found: dict[str, list[Any]] = {name: [] for name in ASKED}
    for reader, slug in [(reader, slug) for reader in READERS for slug in SLUGS] * 2:
        with Cast(slug).acting(reader) as actor:
            for name, asked in ASKED.items():
                query, shape, values = asked(actor)
                given = {key: value for key, value in values.items() if value is not None}
                assert query.is_kept(actor, *shape, **values), name
                rows = [_told(row) for row in query.all(actor, *shape, **values)]
                written = query._rows(actor, *shape, **given)
                # Rows of which no order is asked come as the plan finds them.
                order = list if written.ordered else _any_order
                assert order(rows) == order(map(_told, written)), name
                found[name] += rows
    assert [name for name, rows in found.items() if not rows] == []
