"""Remembered columns: renamed, deleted, brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.exchange.models import ImportMapping
from pmo_site.exchange.selectors import mapping_deleted, mapping_get, mapping_list
from pmo_site.exchange.services.mappings import mapping_delete, mapping_rename, mapping_undelete
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.resources.imports.forms import MappingNameForm
from pmo_site.resources.imports.views import address
from pmo_site.ui.parts import Crumb


def find_mapping(actor: Actor, *, mapping_id: UUID, **_others: object) -> ImportMapping | None:
    """The remembered columns that an address names."""
    return mapping_get(actor, mapping_id)


def find_deleted_mapping(actor: Actor, *, mapping_id: UUID, **_others: object) -> ImportMapping | None:
    """The deleted columns that an address names."""
    return mapping_deleted(actor, mapping_id)


@require_http_methods(["GET", "HEAD"])
@needs(Right.DATA_IMPORT)
def mapping_list_page(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Every remembered choice of columns."""
    context = {
        "mappings": list(mapping_list(request.actor)),
        "crumbs": [Crumb(_("Import"), address(request, "center")), Crumb(_("Remembered columns"))],
    }
    return render(request, "imports/mappings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DATA_IMPORT, of=find_mapping)
def mapping_page(request: ActorRequest, slug: str, mapping_id: UUID, record: ImportMapping) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """One choice of columns: what goes where, its name, and how to get rid of it."""
    initial = {"name": record.name, "version": record.version}
    form = MappingNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _renamed(request, record, form):
        return HttpResponseRedirect(address(request, "mappings"))
    labels = {target.key: target.label for target in record.of_kind.targets}
    context = {
        "mapping": record,
        "form": form,
        "lines": [(column, labels.get(key, key)) for column, key in record.targets.items()],
        "crumbs": [
            Crumb(_("Import"), address(request, "center")),
            Crumb(_("Remembered columns"), address(request, "mappings")),
            Crumb(record.name),
        ],
    }
    return render(request, "imports/mapping_detail.html", context, status=422 if form.errors else 200)


def _renamed(request: ActorRequest, mapping: ImportMapping, form: MappingNameForm) -> bool:
    told = form.cleaned_data
    try:
        mapping_rename(actor=request.actor, mapping=mapping, name=told["name"], version=told["version"])
    except RuleError as error:
        form.add_error("name", str(PROBLEM_WORDS[error.problems[0].code]))
    except StaleError:
        form.add_error(None, _("Somebody else has changed this meanwhile. Reload the page."))
    else:
        messages.success(request, _("The name was changed."))
        return True
    return False


@require_POST
@needs(Right.DATA_IMPORT, of=find_mapping)
def mapping_delete_action(request: ActorRequest, slug: str, mapping_id: UUID, record: ImportMapping) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Delete a choice of columns; the message can bring it back."""
    mapping_delete(actor=request.actor, mapping=record, version=record.version)
    undo = address(request, "mapping_undelete", mapping_id=record.pk)
    messages.success(request, _("The remembered columns were deleted."), extra_tags=f"undo:{undo}")
    return HttpResponseRedirect(address(request, "mappings"))


@require_POST
@needs(Right.DATA_IMPORT, of=find_deleted_mapping)
def mapping_undelete_action(request: ActorRequest, slug: str, mapping_id: UUID, record: ImportMapping) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """Bring a deleted choice of columns back."""
    try:
        mapping_undelete(actor=request.actor, mapping=record)
    except RuleError as error:
        messages.error(request, str(PROBLEM_WORDS[error.problems[0].code]))
    else:
        messages.success(request, _("The remembered columns are back."))
    return HttpResponseRedirect(address(request, "mappings"))
