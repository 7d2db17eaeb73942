"""The commands of the palette: what the reader may make at this place, and the pages that the reader may open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.pages.readings import reading_of
from pmo_site.resources.cells import named
from pmo_site.resources.resource import Resource, Rights, resources
from pmo_site.resources.search.lines import icon_of
from pmo_site.resources.selectors import adds_somewhere, finder_of
from pmo_site.resources.views.frames import new_address
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.keys import keys_of
from pmo_site.ui.shell import EMPTY, Shell


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette; `also` are other words by which it is found: the other language, the reading."""

    label: str
    url: str
    icon: str
    also: str
    place: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """Commands of one verb."""

    key: str
    title: str
    commands: tuple[Command, ...]


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def palette(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """The commands as options; `at` is the address of the page that shows them.

    Where the page is about a record, what may be made of it comes first; elsewhere a kind's name means its list.
    """
    owners = _owners(request.actor, _parts(request.GET.get("at", ""), request.organization.slug))
    make = CommandGroup("make", _("Create"), tuple(_making(request, owners)))
    go = CommandGroup("go", _("Go to"), tuple(_pages(getattr(request, "shell", EMPTY))))
    groups = [make, go] if owners else [go, make]
    return render(request, "palette/commands.html", {"groups": [group for group in groups if group.commands]})


def _pages(shell: Shell) -> Iterator[Command]:
    """The rail, and what is behind the reader's own name: every page in them may be opened."""
    for group in shell.menu:
        for link in group.items:
            yield Command(str(link.label), link.url, link.icon, _also(link.label), str(group.title), keys_of(link.key))
    if shell.notices_url:
        yield Command(_("Inbox"), shell.notices_url, "bell", _also(lazy("Inbox")), keys=keys_of("inbox"))
    for label, url, icon in shell.account.links if shell.account else ():
        yield Command(str(label), url, icon, _also(label))


def _making(request: ActorRequest, owners: Mapping[str, EditableModel]) -> Iterator[Command]:
    """New records: of the record that the page is about, or of one that is chosen, then of the whole organization."""
    actor = request.actor
    known: dict[tuple[Rights, EditableModel | None], bool] = {}
    for resource in sorted(resources(), key=lambda each: each.owner is None):
        owner = owners.get(resource.owner.field) if resource.owner else None
        asked = (resource.rights, owner)
        if asked not in known:
            known[asked] = _makes(actor, resource, owner)
        if known[asked]:
            url = new_address(request, resource, owner)
            yield Command(_added(resource), url, icon_of(resource), _also_adding(resource), named(owner))


def _makes(actor: Actor, resource: Resource, owner: EditableModel | None) -> bool:
    """Whether the reader may make a record: of this owner, of some owner, or of a kind that has none."""
    if resource.owner and owner is None:
        return adds_somewhere(actor, resource)
    return may(actor, resource.rights.create, owner)


def _parts(at: str, slug: str) -> dict[str, Any]:
    """What the address of a page of this organization names."""
    if not at.startswith(f"/o/{slug}/"):
        return {}
    try:
        return dict(resolve(at).kwargs)
    except Resolver404:
        return {}


def _owners(actor: Actor, parts: Mapping[str, Any]) -> dict[str, EditableModel]:
    """The owners that a page is about: named in its address, or those of the record that it shows."""
    found: dict[str, EditableModel] = {}
    for resource in resources():
        owner = resource.owner
        if owner is None or owner.field in found:
            continue
        record: Any = None
        if f"{owner.field}_id" in parts:
            record = owner.find(actor, **parts)
        elif resource.parameter in parts:
            record = getattr(finder_of(resource)(actor, **parts), owner.field, None)
        if record is not None:
            found[owner.field] = record
    return found


def _added(resource: Resource) -> str:
    return _("Add %(kind)s") % {"kind": resource.one}


def _also_adding(resource: Resource) -> str:
    return _also(lambda: f"{_added(resource)} {resource.many} {_('New')}")


def _also(words: Promise | str | Callable[[], str]) -> str:
    """The words in both languages and, for who types without an input method, their reading."""
    found = []
    for language in ("ja", "en"):
        with override(language):
            found.append(words() if callable(words) else str(words))
    return " ".join([*found, reading_of(found[0])])
