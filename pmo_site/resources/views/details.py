"""The page of one record: its facts, its panels, its history; removed with a way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.resources.cells import cell_of
from pmo_site.resources.fields import Field, Text, Value, label_of
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import hidden_columns, is_put_away
from pmo_site.resources.views.frames import frame, list_address, name_of, owner_of, record_address, tell_with_undo
from pmo_site.resources.views.problems import tell_problems
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.threaded import Threaded
from pmo_site.threads.panels import thread_panel
from pmo_site.ui.history import history_entries
from pmo_site.ui.panels import panels_for


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact of a record with its label; long texts take the whole width."""

    label: Any
    value: Value
    is_long: bool


def detail_page(request: ActorRequest, resource: Resource, record: EditableModel) -> HttpResponse:
    """One record with what the reader may do with it."""

    def allows(right: str) -> bool:
        return may(request.actor, Right(right), record)

    context = {
        **frame(request, resource, owner_of(resource, record), name_of(resource, record)),
        **record_context(request, resource, record),
        "panels": panels_for(resource.key, request, record, allows=allows),
        "thread": thread_panel(request, record) if isinstance(record, Threaded) else None,
        "entries": history_entries(record, hidden=hidden_columns(request.actor, resource, record)),
    }
    return render(request, "resources/detail.html", context)


def record_context(request: ActorRequest, resource: Resource, record: EditableModel) -> dict[str, Any]:
    """A record's facts and the addresses of what may be done with it."""
    archived = getattr(record, "archived_at", None)
    is_closed = is_put_away(resource, record)
    may_change = not is_closed and may(request.actor, resource.rights.change, record)
    may_remove = may(request.actor, resource.removal_right(), record)
    return {
        "record": record,
        "name": name_of(resource, record),
        "facts": [fact_of(resource, field, record, request) for field in open_facts(request, resource, record)],
        "edit_url": record_address(request, resource, record, "edit") if may_change else "",
        "remove_url": record_address(request, resource, record, resource.removal)
        if may_remove and not is_closed
        else "",
        "restore_url": record_address(request, resource, record, "restore") if may_remove and archived else "",
        "list_url": list_address(request, resource, owner_of(resource, record)),
    }


def open_facts(request: ActorRequest, resource: Resource, record: EditableModel) -> list[Field]:
    """The fields that the page of a record shows, as far as they are open to the reader."""
    named = [resource.field(name) for name in resource.facts] or list(resource.fields)
    return [
        field
        for field in named
        if field.name != resource.title and (field.right is None or may(request.actor, field.right, record))
    ]


def fact_of(resource: Resource, field: Field, record: EditableModel, request: ActorRequest) -> ShownFact:
    """One fact as it is shown."""
    value = cell_of(field, record, request.actor.today)
    return ShownFact(label_of(field, resource.model), value, isinstance(field, Text) and field.long)


def remove_action(request: ActorRequest, resource: Resource, record: EditableModel) -> HttpResponse:
    """Delete or archive a record; the toast brings it back."""
    owner, before = owner_of(resource, record), record.version
    try:
        resource.writes.remove(actor=request.actor, version=before, **{resource.singular: record})
    except (RuleError, StaleError) as error:
        tell_problems(request, error)
        return HttpResponseRedirect(record_address(request, resource, record))
    words = _("%(name)s was archived.") if resource.archives else _("%(name)s was deleted.")
    tell_with_undo(request, resource, words % {"name": name_of(resource, record)}, (record.pk, before, None))
    return HttpResponseRedirect(list_address(request, resource, owner))


def restore_action(request: ActorRequest, resource: Resource, record: EditableModel) -> HttpResponse:
    """Bring an archived record back into the lists."""
    try:
        resource.writes.bring_back(actor=request.actor, version=record.version, **{resource.singular: record})
    except (RuleError, StaleError) as error:
        tell_problems(request, error)
        return HttpResponseRedirect(record_address(request, resource, record))
    tell_with_undo(request, resource, _("%(name)s is back.") % {"name": name_of(resource, record)})
    return HttpResponseRedirect(record_address(request, resource, record))
