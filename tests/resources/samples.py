"""One valid record of every register, for the tests that walk all of them; a register without one fails them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor
from pmo_site.resources.resource import Resource
from pmo_site.tenancy.models import EditableModel
from portfolio.models import Portfolio
from projects.models import Project

_numbers = count(1)


def _named(project: Project) -> dict[str, Any]:
    """A code of its own and a name that tells whose organization it is."""
    return {"code": f"X-{next(_numbers)}", "name": f"{project.name} {next(_numbers)}"}


def _titled(project: Project) -> dict[str, Any]:
    return {"title": f"{project.name} {next(_numbers)}"}


def _placed(project: Project) -> dict[str, Any]:
    portfolio = Portfolio.objects.create(**_named(project))
    return {"project": project, "portfolio": portfolio, "starts_on": "2026-04-01"}


def _in_portfolio(project: Project) -> dict[str, Any]:
    return {**_named(project), "portfolio": Portfolio.objects.create(**_named(project))}


def _received(project: Project) -> dict[str, Any]:
    """Somebody new: each person stands in a list of recipients once."""
    return {"person": Person.objects.create(family_name=f"{project.name} {next(_numbers)}")}


SAMPLES: Mapping[str, Callable[[Project], dict[str, Any]]] = {
    "milestones": lambda project: {"name": f"{project.name} {next(_numbers)}", "weight": 1},
    "departments": lambda project: _named(project) | {"code": ""},
    "portfolios": _named,
    "programs": _in_portfolio,
    "placements": _placed,
    "risks": _titled,
    "issues": _titled,
    "actions": _titled,
    "recipients": _received,
    "decisions": lambda project: _titled(project) | {"decided_on": "2026-04-01", "reason": project.name},
}
"""Values of a new record by register."""


def sample(resource: Resource, *, actor: Actor, project: Project) -> EditableModel:
    """A new record of a register, made by its own service."""
    values = SAMPLES[resource.key](project)
    parents = {"project": project} if resource.owner else {}
    return resource.writes.create(actor=actor, values=values, **parents)
