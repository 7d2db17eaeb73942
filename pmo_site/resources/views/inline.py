"""One cell of a list edited where it stands: a small form, and the cell again with a toast that undoes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.resources.cells import cell_of
from pmo_site.resources.fields import Field
from pmo_site.resources.forms import RecordForm
from pmo_site.resources.resource import Resource
from pmo_site.resources.services.batches import Entry, batch_keep
from pmo_site.resources.views.frames import name_of, record_address, undo_address
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.editing import Edit


def field_form(
    request: ActorRequest, resource: Resource, record: EditableModel, form: RecordForm, edit: Edit
) -> HttpResponse:
    """The form of one field in place of its cell; a stale edit shows what stands now above what was typed."""
    name = next(bound.name for bound in form.visible_fields())
    url = f"{record_address(request, resource, record, 'edit')}?field={name}"
    context = {
        "form": form,
        "bound": form[name],
        "url": url,
        "clashes": edit.clashes,
        "name": name_of(resource, record),
    }
    return render(request, "resources/inline_form.html", context, status=edit.status)


def cell_answer(
    request: ActorRequest, resource: Resource, record: EditableModel, field: Field, entry: Entry | None = None
) -> HttpResponse:
    """The cell as it stands; after a change also a toast, and the row's new version for what is done next."""
    batch = batch_keep(actor=request.actor, resource=resource, entries=[entry]) if entry else None
    context = {
        "value": cell_of(field, record, request.actor.today),
        "url": f"{record_address(request, resource, record, 'edit')}?field={field.name}",
        "record": record,
        "name": name_of(resource, record),
        "words": _("Saved.") if entry else "",
        "undo": f"undo:{undo_address(request, batch)}" if batch else "",
    }
    return render(request, "resources/cell.html", context)
