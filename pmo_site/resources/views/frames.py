"""What the pages of registers share: addresses, the frame around the content, and the toast that undoes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.resources.cells import named
from pmo_site.resources.models import ChangeBatch
from pmo_site.resources.resource import Resource
from pmo_site.resources.services.batches import Entry, batch_keep
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.parts import Crumb

PLAIN = "resources/plain.html"
_ANY = UUID(int=0)


def address(request: ActorRequest, resource: Resource, action: str, **parts: object) -> str:
    """An address of a register within the reader's organization."""
    return reverse(f"{resource.key}:{action}", kwargs={"slug": request.organization.slug, **parts})


def record_address(request: ActorRequest, resource: Resource, record: EditableModel, action: str = "detail") -> str:
    """An address of one record."""
    return address(request, resource, action, **{resource.parameter: record.pk})


def record_addresses(request: ActorRequest, resource: Resource, action: str = "detail") -> Callable[[Any], str]:
    """The addresses of many records: made from one, as reversing each costs more than its row."""
    before, after = address(request, resource, action, **{resource.parameter: _ANY}).split(str(_ANY))
    return lambda record: f"{before}{record.pk}{after}"


def owner_of(resource: Resource, record: EditableModel) -> EditableModel | None:
    """The record that this one belongs to."""
    return getattr(record, resource.owner.field) if resource.owner else None


def list_address(request: ActorRequest, resource: Resource, owner: EditableModel | None) -> str:
    """The list that a record stands in: its owner's where it has one."""
    if resource.owner is None or owner is None:
        return address(request, resource, "list")
    return address(request, resource, "owned", **{f"{resource.owner.field}_id": owner.pk})


def new_address(request: ActorRequest, resource: Resource, owner: EditableModel | None, action: str = "new") -> str:
    """Where a record is made, or a block pasted: with its owner where records have one, else the page asks for it."""
    if resource.owner and owner is None:
        action = f"{action}_anywhere"
    parts = {f"{resource.owner.field}_id": owner.pk} if resource.owner and owner else {}
    return address(request, resource, action, **parts)


def back_address(request: ActorRequest, resource: Resource) -> str:
    """The page of this organization that a form was sent from; an address elsewhere is never followed."""
    asked = request.POST.get("back", "")
    within = f"/o/{request.organization.slug}/"
    is_own = asked.startswith(within) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_own else address(request, resource, "list")


def frame(
    request: ActorRequest, resource: Resource, owner: EditableModel | None, last: str | Promise = ""
) -> dict[str, Any]:
    """The context around a page: the owner's own frame, or the register's."""
    many = capfirst(resource.many)
    if resource.owner and owner:
        shown = resource.owner.framing(request, owner, resource.tab or resource.key, last or many)
        return {**shown, "frame_template": resource.owner.template, "resource": resource}
    crumbs = [Crumb(many, address(request, resource, "list") if last else "")]
    return {
        "frame_template": PLAIN,
        "resource": resource,
        "heading": last or many,
        "crumbs": [*crumbs, Crumb(last)] if last else crumbs,
    }


def name_of(resource: Resource, record: EditableModel) -> str:
    """What a record is called on its own page."""
    return named(getattr(record, resource.title, None) or record)


def tell_with_undo(request: ActorRequest, resource: Resource, words: str, *entries: Entry) -> None:
    """Say what was done, with a way back."""
    batch = batch_keep(actor=request.actor, resource=resource, entries=entries)
    tags = f"undo:{undo_address(request, batch)}" if batch else ""
    messages.success(request, words, extra_tags=tags)


def undo_address(request: ActorRequest, batch: ChangeBatch) -> str:
    """Where an act is undone."""
    return reverse("changes:undo", kwargs={"slug": request.organization.slug, "batch_id": batch.pk})
