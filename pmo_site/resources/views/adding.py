"""Making a record from the list across owners: its owner is chosen on the page, and its fields follow the choice."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.fields import Field, Flag
from pmo_site.resources.forms import PlacedForm, defaults_of
from pmo_site.resources.owner import Owner
from pmo_site.resources.placing import Place, place_named
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import adds_somewhere, owners_open
from pmo_site.resources.views.frames import frame, list_address, name_of, record_address, tell_with_undo
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.editing import mark_problems

OFFERED = 500
"""So many owners are offered by name; any other is found by its code or its name as well."""


def add_page(request: ActorRequest, resource: Resource, owner: Owner) -> HttpResponse:
    """Make a record of an owner that is chosen here; choosing another stores nothing and keeps what was typed."""
    offered = list(owners_open(request.actor, resource)[:OFFERED])
    if not offered and not adds_somewhere(request.actor, resource):
        raise PermissionDenied(str(resource.rights.create))
    only = str(offered[0]) if len(offered) == 1 else ""
    text = (request.POST if request.method == "POST" else request.GET).get(owner.field, "").strip() or only
    place = place_named(request.actor, resource, text)
    fields = _fields(request, resource, place)
    form = _form(request, resource, place, fields, text)
    is_sent = request.method == "POST" and _is_sent(request, resource, place)
    if not is_sent:
        form.ask_owner_alone()
    elif place.owner is not None and form.is_valid():
        made = _made(request, resource, place.owner, form)
        if made is not None:
            return HttpResponseRedirect(record_address(request, resource, made))
    context = {
        **frame(request, resource, None, _("New: %(kind)s") % {"kind": resource.one}),
        "form": form,
        "offered": [str(each) for each in offered],
        "kind": owner.model._meta.verbose_name,
        "is_placed": bool(fields),
        "is_looked_over": request.method == "POST" and not is_sent and "choose" not in request.POST and not form.errors,
        "cancel_url": list_address(request, resource, None),
    }
    refused = request.method == "POST" and form.errors
    return render(request, "resources/placed_form.html", context, status=422 if refused else 200)


def _fields(request: ActorRequest, resource: Resource, place: Place) -> list[Field]:
    """The fields that are open on the owner; where none is understood, those that were filled in already."""
    if place.owner is None:
        return [field for field in resource.typed() if field.name in request.POST]
    return [field for field in resource.typed() if place.takes(field)]


def _form(request: ActorRequest, resource: Resource, place: Place, fields: list[Field], text: str) -> PlacedForm:
    """The form as it is begun, or as it was typed; a field that came with another choice begins as a new one does."""
    begins = defaults_of(fields, currency=request.settings.currency)
    shown = str(place.owner or text)
    data: dict[str, object] | None = None
    if request.method == "POST":
        flags = {field.name for field in fields if isinstance(field, Flag)}
        unset = {name: value for name, value in begins.items() if name not in flags}
        data = {**unset, **request.POST.dict(), place_name(resource): shown}
    elif place.problem:
        data = {place_name(resource): shown}
    initial = {**begins, place_name(resource): shown}
    return PlacedForm(data, resource=resource, fields=fields, initial=initial, problem=place.problem)


def place_name(resource: Resource) -> str:
    """What the form calls the owner."""
    return resource.owner.field if resource.owner else ""


def _is_sent(request: ActorRequest, resource: Resource, place: Place) -> bool:
    """Whether the form was sent to be stored: with just the fields that its owner takes, so that nothing is lost."""
    if place.owner is None or "choose" in request.POST:
        return False
    typed, shown = request.POST, [field for field in resource.typed() if place.takes(field)]
    lost = [field for field in resource.typed() if field not in shown and typed.get(field.name)]
    return not lost and all(field.name in typed or isinstance(field, Flag) for field in shown)


def _made(request: ActorRequest, resource: Resource, owner: EditableModel, form: PlacedForm) -> EditableModel | None:
    try:
        made = resource.writes.create(actor=request.actor, values=form.values(), **resource.parents(owner))
    except RuleError as error:
        mark_problems(form, error.problems)
        return None
    words = _("%(name)s was added.") % {"name": name_of(resource, made)}
    tell_with_undo(request, resource, words, (made.pk, None, made.version))
    return made
