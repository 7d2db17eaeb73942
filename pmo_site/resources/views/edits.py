"""Making and changing a record: in its form, or one field where it stands in a list."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.fields import Field
from pmo_site.resources.forms import RecordForm, defaults_of, initial_of
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import is_archived, is_put_away, records_by_id, typed_fields
from pmo_site.resources.views.frames import (
    frame,
    list_address,
    name_of,
    owner_of,
    record_address,
    tell_with_undo,
)
from pmo_site.resources.views.inline import cell_answer, field_form
from pmo_site.resources.views.problems import tell_archived
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.editing import Edit, mark_problems, tried


def new_page(request: ActorRequest, resource: Resource, owner: EditableModel | None = None) -> HttpResponse:
    """Make a record; a refused form keeps everything that was typed."""
    if is_archived(owner):
        tell_archived(request)
        return HttpResponseRedirect(list_address(request, resource, owner))
    fields = typed_fields(request.actor, resource, owner)
    defaults = defaults_of(fields, currency=request.settings.currency)
    form = RecordForm(request.POST or None, resource=resource, fields=fields, initial=defaults)
    if request.method == "POST" and form.is_valid():
        try:
            made = resource.writes.create(actor=request.actor, values=form.values(), **resource.parents(owner))
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            tell_with_undo(
                request,
                resource,
                _("%(name)s was added.") % {"name": name_of(resource, made)},
                (made.pk, None, made.version),
            )
            return HttpResponseRedirect(record_address(request, resource, made))
    title = _("New: %(kind)s") % {"kind": resource.one}
    context = {
        **frame(request, resource, owner, title),
        "form": form,
        "form_title": title if owner else "",
        "cancel_url": list_address(request, resource, owner),
    }
    return render(request, "resources/form.html", context, status=422 if form.errors else 200)


def edit_page(request: ActorRequest, resource: Resource, record: EditableModel) -> HttpResponse:
    """Change a record; a stale edit shows both versions and loses nothing. `?field=` changes one field in place.

    What is archived leads to its page, where it can be restored.
    """
    in_place = "field" in request.GET and "HX-Request" in request.headers
    if is_put_away(resource, record):
        return _closed(request, resource, record, in_place=in_place)
    fields = typed_fields(request.actor, resource, record)
    if in_place:
        one = next((field for field in fields if field.name == request.GET["field"]), None)
        if one is None:
            raise Http404
        return _in_place(request, resource, record, one)
    before, name = record.version, name_of(resource, record)
    form = RecordForm(request.POST or None, resource=resource, fields=fields, initial=initial_of(record, fields))
    edit = _tried(request, resource, record, form, fields)
    if edit.is_saved:
        tell_with_undo(request, resource, _("Saved."), (record.pk, before, before + 1))
        return HttpResponseRedirect(record_address(request, resource, record))
    url = record_address(request, resource, record)
    context = {
        **frame(request, resource, owner_of(resource, record), name),
        "form": form,
        "form_title": _("Edit: %(kind)s") % {"kind": resource.one},
        "clashes": edit.clashes,
        "cancel_url": url,
    }
    return render(request, "resources/form.html", context, status=edit.status)


def _closed(request: ActorRequest, resource: Resource, record: EditableModel, *, in_place: bool) -> HttpResponse:
    if in_place:
        raise Http404
    tell_archived(request)
    return HttpResponseRedirect(record_address(request, resource, record))


def _tried(
    request: ActorRequest, resource: Resource, record: EditableModel, form: RecordForm, fields: list[Field]
) -> Edit:
    stored = initial_of(record, fields)
    return tried(
        form,
        stored=stored,
        save=lambda version, values: resource.writes.change(
            actor=request.actor, version=version, values=values, **{resource.singular: record}
        ),
    )


def _in_place(request: ActorRequest, resource: Resource, record: EditableModel, field: Field) -> HttpResponse:
    if request.GET.get("show"):
        return cell_answer(request, resource, record, field)
    before = record.version
    form = RecordForm(request.POST or None, resource=resource, fields=[field], initial=initial_of(record, [field]))
    edit = _tried(request, resource, record, form, [field])
    if edit.status == HTTPStatus.OK and edit.is_saved:
        stands = records_by_id(request.actor, resource, resource.rights.view, [record.pk])[record.pk]
        return cell_answer(request, resource, stands, field, entry=(record.pk, before, stands.version))
    return field_form(request, resource, record, form, edit)
