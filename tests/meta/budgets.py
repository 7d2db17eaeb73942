"""How many queries each read address costs, committed in tests/query_budgets.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.meta.matrix import Route
from tests.meta.world import World

BUDGETS = Path(__file__).resolve().parents[1] / "query_budgets.json"
READER = "pmo_manager"


def cost(world: World, route: Route, principal: str = READER) -> int:
    """Queries of one GET by a principal, after one that warmed what is kept in memory."""
    path = route.path(world.own)
    world.call(principal, "GET", path)
    with CaptureQueriesContext(connection) as captured:
        response = world.call(principal, "GET", path)
    assert response.status_code == 200, (path, response.status_code)
    # The world's own savepoint around each call is no query of the address.
    return len(captured) - 2


def load() -> dict[str, int]:
    """The committed numbers by address."""
    found: dict[str, int] = json.loads(BUDGETS.read_text(encoding="utf-8")) if BUDGETS.exists() else {}
    return found


def write(numbers: Mapping[str, int]) -> None:
    """Commit new numbers."""
    BUDGETS.write_text(json.dumps(dict(sorted(numbers.items())), indent=2) + "\n", encoding="utf-8")
