"""Two organizations with one project each, committed, and a second road to the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from django.db import connections

if TYPE_CHECKING:
    from tests.tenancy.pair import Pair


def _connect(alias: str) -> Any:
    parameters = connections[alias].get_connection_params()
    kept = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}
    return psycopg2.connect(**kept)


@pytest.fixture
def owner(transactional_db: None) -> Iterator[Any]:  # noqa: ARG001  no transaction of the app's is open
    """A cursor of the owner in a transaction that is always rolled back."""
    raw = _connect("admin")
    try:
        with raw.cursor() as cursor:
            yield cursor
    finally:
        raw.rollback()
        raw.close()


@pytest.fixture
def other_connection(transactional_db: None) -> Iterator[Any]:  # noqa: ARG001  the same
    """A second connection of the app's role, beside Django's own."""
    raw = _connect("default")
    try:
        yield raw
    finally:
        raw.rollback()
        raw.close()


@pytest.fixture
def pair(transactional_db: None) -> Pair:  # noqa: ARG001  the same
    """Two organizations with a member, a project and a milestone each, committed."""
    from tests.tenancy.pair import make_pair  # noqa: PLC0415  models need Django, which starts after this file

    return make_pair()
