"""A Valkey of a test's own, which may be stopped, frozen and killed, and an organization that processes can see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pmo_site.local import binaries, places, services
from pmo_site.local.valkey import Valkey
from pmo_site.tenancy.models import Organization
from tests.accounts.world import make_organization
from tests.services import STATE


@pytest.fixture
def company(transactional_db: None) -> Organization:  # noqa: ARG001  other connections must see it
    return make_organization("jobs")


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A server of its own; what it has accepted outlives its death, as in production."""
    folder = tmp_path / "broker"
    folder.mkdir()
    place = places.place(folder, STATE / "programs")
    program = binaries.valkey_program(place.account, place.programs)
    server = Valkey(program, place.owned("valkey"), place.sockets, place.account, durable=True)
    server.start()
    yield server
    server.stop()
    services.discard(folder)
