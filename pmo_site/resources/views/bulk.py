"""Changing one field of many records: chosen in the list, shown with what stands, then done in one act."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.cells import cell_of
from pmo_site.resources.fields import Field, label_of
from pmo_site.resources.forms import RecordForm
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import records_by_id
from pmo_site.resources.services.bulk import MOST_RECORDS, BulkOutcome, records_change
from pmo_site.resources.views.frames import back_address, frame, name_of, tell_with_undo
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.editing import mark_problems


def bulk_page(request: ActorRequest, resource: Resource) -> HttpResponse:
    """Ask for the value, then give it to all chosen records that stand as they were seen."""
    back = back_address(request, resource)
    field = next((each for each in resource.typed() if each.name == request.POST.get("field")), None)
    versions = _chosen(request)
    asked = [field] if field else []
    found = records_by_id(request.actor, resource, resource.rights.change, list(versions), fields=asked)
    if field is None or not found:
        messages.error(request, _("Choose rows and what to change."))
        return HttpResponseRedirect(back)
    form = RecordForm(
        request.POST if "apply" in request.POST else None, resource=resource, fields=[field], initial={"version": 1}
    )
    if form.is_bound and form.is_valid():
        try:
            outcome = records_change(actor=request.actor, resource=resource, versions=versions, values=form.values())
        except RuleError as error:
            mark_problems(form, error.problems)
        else:
            _tell(request, resource, outcome)
            return HttpResponseRedirect(back)
    records = [found[key] for key in versions if key in found]
    context = {
        **frame(request, resource, None, _("Change many")),
        "form": form,
        "bound": form[field.name],
        "field": field,
        "label": label_of(field, resource.model),
        "lines": [(record, name_of(resource, record), _now(request, field, record)) for record in records],
        "picks": [f"{key}:{version}" for key, version in versions.items()],
        "back": back,
    }
    return render(request, "resources/bulk.html", context, status=422 if form.errors else 200)


def _now(request: ActorRequest, field: Field, record: EditableModel) -> object:
    return cell_of(field, record, request.actor.today)


def _chosen(request: ActorRequest) -> Mapping[UUID, int]:
    """The picked rows with the versions at which they were seen; what makes no sense is left out."""
    found: dict[UUID, int] = {}
    for pick in request.POST.getlist("record")[: MOST_RECORDS + 1]:
        key, _colon, version = pick.partition(":")
        try:
            found[UUID(key)] = int(version)
        except ValueError:
            continue
    return found


def _tell(request: ActorRequest, resource: Resource, outcome: BulkOutcome) -> None:
    count = len(outcome.entries)
    if count:
        words = ngettext("%(count)s record was changed.", "%(count)s records were changed.", count) % {"count": count}
        tell_with_undo(request, resource, words, *outcome.entries)
    if outcome.closed:
        text = ngettext(
            "%(count)s record is not yours to change and was left alone.",
            "%(count)s records are not yours to change and were left alone.",
            len(outcome.closed),
        )
        messages.warning(request, text % {"count": len(outcome.closed)})
    if outcome.archived:
        text = ngettext(
            "%(count)s archived record was left alone.",
            "%(count)s archived records were left alone.",
            len(outcome.archived),
        )
        messages.warning(request, text % {"count": len(outcome.archived)})
    left = len(outcome.stale)
    if left:
        text = ngettext(
            "%(count)s record was changed by somebody else meanwhile and was left alone.",
            "%(count)s records were changed by somebody else meanwhile and were left alone.",
            left,
        )
        messages.warning(request, text % {"count": left})
