"""Goal: the HTML of a list of 50 rows is at most 45 KB as it is served, that is compressed.

It asks the real addresses as a browser does, on servers and a migrated database of its own.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from django.test import Client

ROWS = 50
GOAL_KB = 45
NAME = "test_benchmark_of_lists"


def run() -> Iterator[str]:
    """The list of projects in both languages, for who may change everything on it."""
    os.environ.update(RASHINBAN_LOCAL="1", DJANGO_SETTINGS_MODULE="pmo_site.settings")
    from tests import databases, services  # noqa: PLC0415  Django reads its settings once the servers are there

    running = services.start()
    django.setup()
    databases.clone_template(NAME)
    try:
        yield from _figures()
    finally:
        databases.drop(NAME)
        if running:
            services.stop(running)


def _figures() -> Iterator[str]:
    from django.test import Client  # noqa: PLC0415  models need Django to be set up

    from tests.api.world import BACKEND, make_world, more_projects  # noqa: PLC0415  the same

    world = make_world()
    more_projects(world, ROWS)
    for language in ("ja", "en"):
        client = Client()
        client.force_login(world.manager.user, backend=BACKEND)
        client.cookies["django_language"] = language
        yield _weight(client, "/o/north/projects/", language)


def _weight(client: Client, address: str, language: str) -> str:
    plain = client.get(address)
    served = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    how = served.headers.get("Content-Encoding", "")
    size = len(served.content) if how else len(gzip.compress(plain.content, 6))
    rows = plain.content.count(b"<tr") - plain.content.count(b"<thead")
    verdict = "within" if size <= GOAL_KB * 1024 else "ABOVE"
    return (
        f"{address} ({language}, {rows} rows): {len(plain.content) / 1024:6.1f} KB,"
        f" served {how or 'uncompressed (gzip'} {size / 1024:5.1f} KB{'' if how else ')'} ({verdict} {GOAL_KB} KB)"
    )
