"""What must hold before the site is let out: the wall stands only for a role that cannot step over it."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from pmo_site.accounts.routing import UndeclaredViewError, requirement_of

FOREIGN_VIEWS = {
    "django.views.i18n.set_language": "sets a language, and nothing else, for anybody",
    "pmo_site.ui.views.stories": "invented data, and only where STORIES is set",
    "pmo_site.ui.views.entrance_story": "the same",
    "pmo_site.ui.views.error_story": "the same",
}
"""Views of libraries that cannot carry a declaration: name and reason. One that is gone fails the tests."""

_ROLE = """
SELECT rolsuper, rolbypassrls,
    EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)
FROM pg_roles WHERE rolname = current_user
"""


@register(Tags.security, deploy=True)
def database_role(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401  Django's signature
    """The app's role is no superuser, does not bypass row-level security and owns no table."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        superuser, bypasses, owns = cursor.fetchone()
    found: list[CheckMessage] = []
    if superuser:
        found.append(Error("The app connects to the database as a superuser.", id="accounts.E001"))
    if bypasses:
        found.append(Error("The app's database role bypasses row-level security.", id="accounts.E002"))
    if owns:
        found.append(Error("The app's database role owns tables.", id="accounts.E003"))
    return found


@register(Tags.security, deploy=True)
def database_driver(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401  Django's signature
    """Django prefers psycopg 3 where it finds it; this site is measured and tested with psycopg2."""
    if importlib.util.find_spec("psycopg") is None:
        return []
    return [Error("psycopg 3 is installed; remove it, psycopg2 is the driver here.", id="accounts.E004")]


@register(Tags.urls)
def declared_views(**_options: Any) -> list[CheckMessage]:  # noqa: ANN401  Django's signature
    """Every address leads to a view that declares what it asks for."""
    found: list[CheckMessage] = []
    for route, view in routes():
        try:
            requirement_of(view)
        except UndeclaredViewError as error:
            if view_name(view) not in FOREIGN_VIEWS:
                found.append(Error(f"{route}: {error}", id="accounts.E005"))
    return found


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address of the site with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def view_name(view: Any) -> str:  # noqa: ANN401  any callable
    """The dotted name of a view."""
    return f"{view.__module__}.{getattr(view, '__qualname__', type(view).__qualname__)}"
