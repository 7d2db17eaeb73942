"""Asks every address as everybody, and puts the answers beside docs/permissions.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from pmo_site.accounts.checks import FOREIGN_VIEWS, routes, view_name
from pmo_site.accounts.routing import Openness, Requirement, requirement_of
from pmo_site.pages.services.demo import MINATO
from tests.meta.world import (
    ANONYMOUS,
    MONEY_SHOWN,
    ORGANIZATION_PRINCIPALS,
    OUTSIDER,
    PRINCIPALS,
    PROJECT_PRINCIPALS,
    Target,
    World,
)

PERMISSIONS = Path(__file__).resolve().parents[2] / "docs" / "permissions.json"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CANARY = MINATO.mark
HOME_WORD = "matrix.example"
ABOUT = (
    "Who gets through to which address under the combined operating model; the tests compare every row with real"
    " answers. through: the request is answered. refused: 403, who may see the record but not do this. Everybody"
    " else gets the 404 of what does not exist; who is not signed in is asked to sign in. scope project: roles on a"
    " project (project:...) hold on that project alone. A member may hold no role (none); a reader is a role that"
    " reads projects. Another organization's addresses and records are 404 to all."
    " UPDATE_PERMISSIONS=1 pytest tests/meta/test_permissions.py rewrites the rows; read the difference."
)
MEMBERS = [principal for principal in PRINCIPALS if principal not in {ANONYMOUS, OUTSIDER}]
_SEES_NO_PROJECT = {"pso_staff", "tenant_administrator", "member"}
GROUPS = {
    "member": set(MEMBERS),
    "role": {*ORGANIZATION_PRINCIPALS, *PROJECT_PRINCIPALS},
    "reader": {*ORGANIZATION_PRINCIPALS, *PROJECT_PRINCIPALS} - _SEES_NO_PROJECT,
}
"""Whole groups that rows name: members with or without a role, who holds one, who may read the project."""
PROBES = ("pmo_manager", "tenant_administrator", "project:project_manager")
"""Between them they may do everything that anybody may."""
THROUGH, REFUSED, ABSENT, SIGN_IN, NO_METHOD = "through", "refused", "absent", "sign_in", "no_method"
_STATUSES = {401: SIGN_IN, 403: REFUSED, 404: ABSENT, 405: NO_METHOD}
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_PASSING = re.compile(rb'<span class="pm-code">[^<]*</span>|csrfmiddlewaretoken" value="[^"]*"|"request_id": ?"[^"]*"')
"""What differs from answer to answer and tells nothing: the request's id and the form's token."""
_SEES_NO_MONEY = {"project:member", "project:project_lead", "project:stakeholder"}
"""Principals of the first project who may see it but not its money."""


@dataclass(frozen=True)
class Route:
    """An address with the view behind it."""

    pattern: str
    view: Any

    @property
    def requirement(self) -> Requirement:
        """What the view declares."""
        return requirement_of(self.view)

    def requirement_of(self, method: str) -> Requirement:
        """What it asks for with one method: an endpoint of the API declares each of its methods."""
        access = getattr(getattr(self.view, "cls", None), "access", {})
        found: Requirement = access[method].requirement if method in access else self.requirement
        return found

    @property
    def parts(self) -> list[str]:
        """Names of what the address can be filled with."""
        return _PART.findall(self.pattern)

    @property
    def in_organization(self) -> bool:
        """Whether it lies below an organization."""
        return "slug" in self.parts and self.requirement.openness in {Openness.RIGHT, Openness.ROWS}

    def path(self, target: Target) -> str:
        """The address filled for a target."""
        values: Mapping[str, UUID] = target.parts
        if "undelete" in self.pattern:
            values = {name: values.get(f"deleted_{name}", value) for name, value in values.items()}
        filled = _PART.sub(lambda found: target.slug if found[1] == "slug" else str(values[found[1]]), self.pattern)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "")


def all_routes() -> list[Route]:
    """Every address whose view is ours."""
    return [Route(pattern, view) for pattern, view in routes() if view_name(view) not in FOREIGN_VIEWS]


def organization_routes() -> list[Route]:
    """Every address below an organization."""
    return [route for route in all_routes() if route.in_organization]


def outcome_of(response: Any) -> str:
    """What an answer means for whoever asked; anything of the 500s stands as its number."""
    status = response.status_code
    if status >= 500:
        return str(status)
    if status == 302 and "/accounts/login/" in response.headers["Location"]:
        return SIGN_IN
    return _STATUSES.get(status, THROUGH)


@dataclass
class Asked:
    """All answers of one address to one method, and what was found in bodies that may not hold it."""

    outcomes: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def of(self, target: str, outcome: str) -> list[str]:
        """Principals with an outcome on a target."""
        return [principal for principal in PRINCIPALS if self.outcomes.get((principal, target)) == outcome]


def methods_of(world: World, route: Route) -> list[str]:
    """Methods that an address answers for somebody."""
    path = route.path(world.own)
    return [
        method
        for method in METHODS
        if any(outcome_of(world.call(principal, method, path)) in {THROUGH, "500"} for principal in PROBES)
    ]


def targets_of(world: World, route: Route, principal: str) -> dict[str, Target]:
    """What a principal asks an address for; an outsider knocks at the own organization alone."""
    targets = {"own": world.own}
    if principal != OUTSIDER:
        targets["foreign_slug"] = world.foreign_slug
    if principal in PROBES or principal == OUTSIDER:
        targets["no_slug"] = world.no_slug
    if any(part.endswith("_id") for part in route.parts):
        targets["foreign_project"] = world.foreign_project
        targets["foreign_ids"] = world.foreign_ids
        targets["random_ids"] = world.random_ids
    return targets


def ask(world: World, route: Route, method: str) -> Asked:
    """Ask one address as everybody on every target."""
    asked = Asked()
    for principal in PRINCIPALS:
        bodies: dict[str, bytes] = {}
        for name, target in targets_of(world, route, principal).items():
            path = route.path(target)
            response = world.call(principal, method, path)
            outcome = asked.outcomes[principal, name] = outcome_of(response)
            body = b"" if response.streaming else response.content
            asked.findings += scan(f"{method} {path} as {principal}", principal, body)
            if outcome == ABSENT:
                bodies[name] = _PASSING.sub(b"", body)
        if len(set(bodies.values())) > 1:
            asked.findings.append(f"{method} {route.pattern} as {principal}: {', '.join(bodies)} can be told apart")
    return asked


def scan(where: str, principal: str, body: bytes) -> list[str]:
    """What a body shows that its reader may not see."""
    text = body.decode("utf-8", "replace")
    found = []
    if principal == OUTSIDER and HOME_WORD in text:
        found.append(f"{where}: shows the organization to an outsider")
    if principal != OUTSIDER and CANARY in text:
        found.append(f"{where}: shows another organization")
    if principal not in seers_of_money() and any(shown in text for shown in MONEY_SHOWN):
        found.append(f"{where}: shows money")
    return found


def seers_of_money() -> set[str]:
    """Principals who may see the money of the first project under the combined model."""
    return GROUPS["reader"] - _SEES_NO_MONEY


def row_of(route: Route, method: str, asked: Asked) -> dict[str, str]:
    """The row that these answers make, without its methods."""
    through, refused = asked.of("own", THROUGH), asked.of("own", REFUSED)
    return {
        "asks": asks_of(route.requirement_of(method)),
        "scope": scope_of(asked),
        "through": _collapsed(through, []),
        "refused": _collapsed(refused, through),
    }


def asks_of(requirement: Requirement) -> str:
    """What a view asks for, as the table says it."""
    if requirement.right is None:
        return requirement.openness.value
    return f"{requirement.openness.value} {requirement.right.value}"


def scope_of(asked: Asked) -> str:
    """Whether project roles get in on their own project alone."""
    asked_twice = any(target == "foreign_project" for _principal, target in asked.outcomes)
    differs = asked_twice and any(
        asked.outcomes[principal, "own"] != asked.outcomes[principal, "foreign_project"]
        for principal in PROJECT_PRINCIPALS
    )
    return "project" if differs else "organization"


def _collapsed(names: list[str], beside: list[str]) -> str:
    for group, everybody in GROUPS.items():
        if names and set(names) == everybody - set(beside):
            return f"other {group}s" if beside else f"every {group}"
    return " ".join(names)


def _expanded(words: str, beside: set[str]) -> set[str]:
    for group, everybody in GROUPS.items():
        if words in {f"every {group}", f"other {group}s"}:
            return everybody - beside
    return set(words.split())


def expected(row: Mapping[str, str], asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What a row of the table says about everybody on every target."""
    through = _expanded(row["through"], set())
    refused = _expanded(row["refused"], through)
    found = {}
    for principal, target in asked:
        outcome = THROUGH if principal in through else REFUSED if principal in refused else ABSENT
        off_project = target == "foreign_project" and row["scope"] == "project" and principal in PROJECT_PRINCIPALS
        if target not in {"own", "foreign_project"} or off_project:
            outcome = ABSENT
        found[principal, target] = SIGN_IN if principal == ANONYMOUS else outcome
    return found


def rows_of(world: World, route: Route) -> list[dict[str, str]]:
    """The rows that an address makes: methods with the same answers share one."""
    rows: list[dict[str, str]] = []
    for method in methods_of(world, route):
        row = row_of(route, method, ask(world, route, method))
        same = next((each for each in rows if row.items() <= each.items()), None)
        if same:
            same["methods"] += f" {method}"
        else:
            rows.append({"route": route.pattern, "methods": method, **row})
    return rows


def load() -> dict[str, Any]:
    """The committed table."""
    table: dict[str, Any] = json.loads(PERMISSIONS.read_text(encoding="utf-8"))
    return table


def write(tables: Mapping[str, list[dict[str, str]]]) -> None:
    """Write the table, a row on a line."""
    parts = [f'  "about": {json.dumps(ABOUT)}']
    for name, rows in tables.items():
        lines = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in rows)
        parts.append(f'  "{name}": [\n{lines}\n  ]')
    PERMISSIONS.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
