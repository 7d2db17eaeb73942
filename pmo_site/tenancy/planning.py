"""Statements that a session of the database parses and plans once: asked again, they are only run.

It fits statements that find few rows by a key, whichever tenant asks: the database plans them a few times for their
values and then, where that is no dearer, once for all values. A list, whose best plan depends on how much a tenant
has, is planned anew each time. The wall stands in the plan as in any other statement: it compares each row with the
tenant that the session was told when the statement runs, and a plan made under another role is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg2.extensions import AsIs

from pmo_site.tenancy.engine.base import DatabaseWrapper

PLANS_KEPT: Final = 200
"""How many plans one session keeps; what comes after them is sent as text."""
MANY: Final = "uuid[]"
"""The type of several ids that stand inside the brackets of an IN."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value of the request stands among a statement's parameters, and what the database calls its kind."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement with numbered places for its values, which a session keeps under a name that begins with `label`."""

    label: str
    body: str
    places: tuple[Place, ...]

    def send(self, cursor: CursorWrapper, values: Sequence[Any]) -> bool:
        """Run the statement with the values of its places, and say so; False where the session keeps none or too many.

        Behind a pooler the next statement may meet another session, which knows nothing of the plan.
        """
        session = cast("DatabaseWrapper", cursor.db)
        if session.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
            return False
        name = session.plans.get(self.body)
        if name is None:
            if len(session.plans) >= PLANS_KEPT:
                return False
            name = self._kept(session, cursor)
        marks = f"({', '.join(['%s'] * len(values))})" if values else ""
        try:
            cursor.execute(f"EXECUTE {name}{marks}", values)
        except NotSupportedError:  # a migration gave a column another type: the next asking plans anew
            del session.plans[self.body]
            raise
        return True

    def _kept(self, session: DatabaseWrapper, cursor: CursorWrapper) -> str:
        """Let the session keep the statement: once in its life, so that it is no query of the request that asks.

        It outlives a transaction that is rolled back. A name is never taken twice, not even where keeping failed.
        """
        name = f'"{self.label[:50]}_{next(session.plan_numbers)}"'
        types = f" ({', '.join([place.type for place in self.places])})" if self.places else ""
        with session.wrap_database_errors:
            cursor.cursor.execute(f"PREPARE {name}{types} AS {self.body}")
        session.plans[self.body] = name
        return name


def plan_of(connection: BaseDatabaseWrapper, label: str, sql: str, parts: Sequence[object]) -> Plan | None:
    """The plan of a compiled statement; None where several ids stand elsewhere than alone in the brackets of an IN."""
    places: dict[str, Place] = {}
    for part in parts:
        if isinstance(part, Place):
            places.setdefault(part.name, part)
    numbers = {name: f"${number}" for number, name in enumerate(places, 1)}
    given: list[Any] = [AsIs(numbers[part.name]) if isinstance(part, Place) else part for part in parts]
    body: str = cast("Any", connection.ops).compose_sql(sql, given)
    for name, place in places.items():
        if place.type == MANY:
            alone = f"IN ({numbers[name]})"
            if body.count(alone) != parts.count(place):
                return None
            body = body.replace(alone, f"= ANY ({numbers[name]})")
    return Plan(label, body, tuple(places.values()))
