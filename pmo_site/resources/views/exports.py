"""The file of a list: handed over at once, or, where the list is long, made by a worker."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.resources.exporting import DIRECT_ROWS, FORMS, export_file
from pmo_site.resources.listing import Listing, listing
from pmo_site.resources.resource import Resource, resource_named
from pmo_site.resources.services.exports import export_ask
from pmo_site.resources.views.frames import back_address, frame, list_address
from pmo_site.tenancy.models import EditableModel


def export(request: ActorRequest, shown: Listing, form: str) -> HttpResponse:
    """The list as a file; a long one, or one that is asked for so, is offered in the background."""
    count = shown.rows()[: DIRECT_ROWS + 1].count()
    if count > DIRECT_ROWS or request.GET.get("background"):
        return _offer(request, shown, form, is_long=count > DIRECT_ROWS)
    made = export_file(shown, form)
    disposition = content_disposition_header(as_attachment=True, filename=made.name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(made.content, content_type=made.content_type, headers=headers)


def _offer(request: ActorRequest, shown: Listing, form: str, *, is_long: bool) -> HttpResponse:
    context = {
        **frame(request, shown.resource, shown.owner, _("Export")),
        "is_long": is_long,
        "limit": DIRECT_ROWS,
        "form_asked": form,
        "query": urlencode(shown.query),
        "owner": shown.owner,
        "back": list_address(request, shown.resource, shown.owner),
    }
    return render(request, "resources/export.html", context)


class ExportForm(forms.Form):
    """Which list, as which file."""

    form = forms.ChoiceField(choices=[(name, name) for name in FORMS], required=False)
    query = forms.CharField(required=False, max_length=8_000)
    owner = forms.UUIDField(required=False)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def export_background(request: ActorRequest, slug: str, register: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Have the file of a list made by a worker; a notice brings it."""
    resource, form = resource_named(register), ExportForm(request.POST)
    if resource is None or not form.is_valid():
        raise Http404
    query = QueryDict(form.cleaned_data["query"])
    owner = _owner(request, resource, form)
    asked = {name: values[-1] for name, values in query.lists()}
    start = request.settings.fiscal_year_start
    shown = listing(resource, request.actor, asked, owner=owner, fiscal_start=start)
    export_ask(
        actor=request.actor, shown=shown, form=form.cleaned_data["form"] or "xlsx", language=get_language() or "ja"
    )
    messages.success(request, _("The file is being made. A notice brings it to you."))
    return HttpResponseRedirect(back_address(request, resource))


def _owner(request: ActorRequest, resource: Resource, form: ExportForm) -> EditableModel | None:
    key = form.cleaned_data["owner"]
    if key is None or resource.owner is None:
        return None
    found = resource.owner.find(request.actor, **{f"{resource.owner.field}_id": key})
    if not isinstance(found, EditableModel) or not may(request.actor, resource.rights.view, found):
        raise Http404
    return found
