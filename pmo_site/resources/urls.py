"""The addresses of a register, each with the right that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import Finder, lists, needs
from pmo_site.resources.owner import Owner
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import finder_of
from pmo_site.resources.views import adding, bulk, details, edits, exports, paste, shared
from pmo_site.resources.views import lists as list_views

View = Callable[..., HttpResponseBase]
Methods = Callable[[View], View]
_reads_and_writes = require_http_methods(["GET", "HEAD", "POST"])

shared_urls: list[URLPattern | URLResolver] = [
    path("changes/<uuid:batch_id>/undo/", include(([path("", shared.undo, name="undo")], "changes"))),
    path(
        "exports/<slug:register>/",
        include(([path("", exports.export_background, name="ask")], "exports")),
    ),
    path(
        "views/",
        include(
            (
                [
                    path("<slug:register>/", shared.view_keep, name="keep"),
                    path("<uuid:view_id>/delete/", shared.view_forget, name="forget"),
                    path("<uuid:view_id>/undelete/", shared.view_bring_back, name="bring_back"),
                ],
                "views",
            )
        ),
    ),
]
"""What all registers share; included once."""


def register_urls(resource: Resource) -> URLResolver:
    """Every page of a register below the organization, in a namespace of its own."""
    return path("", include((register_patterns(resource), resource.key)))


def register_patterns(resource: Resource) -> list[URLPattern | URLResolver]:
    """The pages of a register, without those in `also`, which are views of the app's own."""
    routes = {**_of_lists(resource), **_of_records(resource)}
    return [path(route, view, name=name) for name, (route, view) in routes.items() if name not in resource.also]


def _of_lists(resource: Resource) -> dict[str, tuple[str, View]]:
    key, rights, owner = resource.key, resource.rights, resource.owner
    found: dict[str, tuple[str, View]] = {
        "list": (f"{key}/", _listed(rights.view, resource, list_views.list_page, require_safe)),
        "bulk": (f"{key}/bulk/", _listed(rights.change, resource, bulk.bulk_page, require_POST)),
    }
    if owner is None:
        found["new"] = (f"{key}/new/", _made(rights.create, resource, edits.new_page))
        found["paste"] = (f"{key}/paste/", _made(rights.create, resource, paste.paste_page))
        return found
    within = f"{owner.path}{key}/"
    asks = {"of": owner.find, "sees": rights.view}
    found["new_anywhere"] = (f"{key}/new/", _placed(rights.create, resource, owner))
    found["paste_anywhere"] = (f"{key}/paste/", _listed(rights.create, resource, paste.paste_page, _reads_and_writes))
    found["owned"] = (within, _owned(rights.view, resource, list_views.list_page, require_safe, asks))
    found["new"] = (f"{within}new/", _owned(rights.create, resource, edits.new_page, _reads_and_writes, asks))
    found["paste"] = (f"{within}paste/", _owned(rights.create, resource, paste.paste_page, _reads_and_writes, asks))
    return found


def _of_records(resource: Resource) -> dict[str, tuple[str, View]]:
    one = f"{resource.key}/<uuid:{resource.parameter}>/"
    rights, find = resource.rights, finder_of(resource)
    found = {
        "detail": (one, _single(rights.view, resource, details.detail_page, require_safe, find)),
        "edit": (f"{one}edit/", _single(rights.change, resource, edits.edit_page, _reads_and_writes, find)),
        resource.removal: (
            f"{one}{resource.removal}/",
            _single(resource.removal_right(), resource, details.remove_action, require_POST, find),
        ),
    }
    if resource.archives:
        view = _single(resource.removal_right(), resource, details.restore_action, require_POST, find)
        found["restore"] = (f"{one}restore/", view)
    return found


def _listed(right: Right, resource: Resource, page: Any, methods: Methods) -> View:  # noqa: ANN401  views and their decorators
    @methods
    @lists(right)
    def view(request: ActorRequest, slug: str) -> HttpResponseBase:  # noqa: ARG001  the edge resolved it
        found: HttpResponseBase = page(request, resource)
        return found

    return _named(view, resource, page)


def _placed(right: Right, resource: Resource, owner: Owner) -> View:
    @_reads_and_writes
    @lists(right)
    def view(request: ActorRequest, slug: str) -> HttpResponseBase:  # noqa: ARG001  the edge resolved it
        return adding.add_page(request, resource, owner)

    return _named(view, resource, adding.add_page)


def _made(right: Right, resource: Resource, page: Any) -> View:  # noqa: ANN401  the same
    @_reads_and_writes
    @needs(right)
    def view(request: ActorRequest, slug: str) -> HttpResponseBase:  # noqa: ARG001  the edge resolved it
        found: HttpResponseBase = page(request, resource)
        return found

    return _named(view, resource, page)


def _owned(right: Right, resource: Resource, page: Any, methods: Methods, asks: Mapping[str, Any]) -> View:  # noqa: ANN401  the same
    @methods
    @needs(right, **asks)
    def view(request: ActorRequest, slug: str, record: Any, **parts: object) -> HttpResponseBase:  # noqa: ANN401, ARG001  the declaration found the owner
        found: HttpResponseBase = page(request, resource, record)
        return found

    return _named(view, resource, page)


def _single(right: Right, resource: Resource, page: Any, methods: Methods, find: Finder) -> View:  # noqa: ANN401  the same
    @methods
    @needs(right, of=find, sees=resource.rights.view)
    def view(request: ActorRequest, slug: str, record: Any, **parts: object) -> HttpResponseBase:  # noqa: ANN401, ARG001  the declaration found the record
        found: HttpResponseBase = page(request, resource, record)
        return found

    return _named(view, resource, page)


def _named(view: Any, resource: Resource, page: Any) -> View:  # noqa: ANN401  the same
    """Let logs and checks tell the views of different registers apart."""
    view.__qualname__ = f"{resource.key}.{page.__name__}"
    found: View = view
    return found
