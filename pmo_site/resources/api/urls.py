"""The API's addresses of a register."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from pmo_site.api.schema import TAGS
from pmo_site.resources.api.endpoints import (
    archive_endpoint,
    history_endpoint,
    list_endpoint,
    record_endpoint,
    return_endpoint,
)
from pmo_site.resources.api.many import many_endpoint
from pmo_site.resources.resource import Resource


class _Naming(RoutePattern):
    """Addresses that name the register somewhere; any other is passed by without trying each of its patterns.

    An owned register stands at two places, by itself and within its owner, so that no common beginning tells it.
    """

    def __init__(self, key: str) -> None:
        super().__init__("")
        self._part = f"{key}/"

    def match(self, path: str) -> Any:  # noqa: ANN401  Django's own answer
        """What Django's empty pattern answers, where the register is named."""
        return super().match(path) if self._part in path else None


def api_urls(resource: Resource) -> URLResolver:
    """Every endpoint of a register below the organization, in a namespace and under a subject of its own."""
    TAGS.setdefault(resource.key, resource.many)
    key = f"api-{resource.key}"
    return URLResolver(_Naming(resource.key), api_patterns(resource), namespace=key, app_name=key)


def api_patterns(resource: Resource) -> list[URLPattern | URLResolver]:
    """The endpoints of a register."""
    key = resource.key
    one = f"{key}/<uuid:{resource.parameter}>/"
    back = "restore" if resource.archives else "undelete"
    patterns: list[URLPattern | URLResolver] = [
        path(f"{key}/", list_endpoint(resource).as_view(), name="list"),
        path(f"{key}/bulk/", many_endpoint(resource).as_view(), name="bulk"),
        path(one, record_endpoint(resource).as_view(), name="detail"),
        path(f"{one}{back}/", return_endpoint(resource).as_view(), name=back),
        path(f"{one}history/", history_endpoint(resource).as_view(), name="history"),
    ]
    if resource.archives:
        patterns.append(path(f"{one}archive/", archive_endpoint(resource).as_view(), name="archive"))
    if resource.owner:
        within = f"{resource.owner.path}{key}/"
        patterns.append(path(within, list_endpoint(resource, within_owner=True).as_view(), name="owned"))
    return patterns
