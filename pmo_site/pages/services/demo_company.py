"""Stores the demo's company: departments, people, portfolios and programs with the places of projects in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.roles import ProjectRole
from pmo_site.kernel.parsing import fold
from pmo_site.pages.demo.company import DEPARTMENTS, INVESTS, PEOPLE, PORTFOLIO_OF, PORTFOLIOS, PROGRAM_OF, PROGRAMS
from pmo_site.pages.demo.titles import TITLES
from portfolio.models import Placement, Portfolio, Program
from projects.models import Project, ProjectMember
from support_office.models import Recipient


def company_departments_store() -> dict[str, Department]:
    """Store the tree of departments; those that are there already get their place in it."""
    found = {each.name: each for each in Department.objects.all()}
    for name, above in DEPARTMENTS:
        parent = found[above] if above else None
        department = found.get(name) or Department(name=name, folded_name=fold(name))
        department.parent = parent
        department.save()
        found[name] = department
    return found


def company_people_store(*, slug: str, departments: Mapping[str, Department]) -> dict[str, Person]:
    """Store the people who have no account."""
    return {
        each.key: Person.objects.create(
            family_name=each.family,
            given_name=each.given,
            family_name_reading=each.family_reading,
            given_name_reading=each.given_reading,
            email=f"{each.key}@{slug}.example",
            department=departments[each.department],
        )
        for each in PEOPLE
    }


def company_structure_store(
    *, people: Mapping[str, Person], projects: Mapping[int, Project], starts: Mapping[int, date], today: date
) -> None:
    """Store portfolios and programs, and place the projects in them from the day on which they were known."""
    portfolios = {
        code: Portfolio.objects.create(code=code, name=name, reading=TITLES[name], purpose=purpose, owner=people[owner])
        for code, name, purpose, owner in PORTFOLIOS
    }
    programs = {
        code: Program.objects.create(
            code=code,
            name=name,
            reading=TITLES[name],
            purpose=purpose,
            manager=people[manager],
            portfolio=portfolios[portfolio],
        )
        for code, name, purpose, manager, portfolio in PROGRAMS
    }
    places: list[tuple[int, dict[str, Any]]] = [
        *((number, {"program": programs[code]}) for number, code in PROGRAM_OF.items()),
        *((number, {"portfolio": portfolios[code]}) for number, code in PORTFOLIO_OF.items()),
    ]
    for number, place in places:
        if number in projects:
            Placement.objects.create(project=projects[number], starts_on=min(starts[number], today), **place)


def company_recipients_store() -> None:
    """Let everybody who pays for a project receive its reports."""
    payers = ProjectMember.objects.filter(role=ProjectRole.SPONSOR).order_by("id")
    for project_id, person_id in dict.fromkeys(payers.values_list("project_id", "person_id")):
        Recipient.objects.create(project_id=project_id, person_id=person_id, interest=INVESTS)
