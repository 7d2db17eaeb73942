"""What every register shares: undoing an act, and saved views."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists, needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.listing import PAGING, listing
from pmo_site.resources.models import ChangeBatch, SavedView
from pmo_site.resources.resource import Resource, resource_named
from pmo_site.resources.selectors import batch_get, records_by_id, view_get
from pmo_site.resources.services.batches import batch_undo
from pmo_site.resources.services.saved import view_delete, view_save, view_undelete
from pmo_site.resources.views.frames import address, back_address, list_address, owner_of, record_address
from pmo_site.resources.views.problems import tell_problems
from pmo_site.ui.typists import MARK


def find_batch(actor: Actor, *, batch_id: UUID, **_others: object) -> ChangeBatch | None:
    """An act of the actor's own."""
    return batch_get(actor, batch_id)


def find_view(actor: Actor, *, view_id: UUID, **_others: object) -> SavedView | None:
    """A view of the actor's own."""
    return view_get(actor, view_id)


@require_POST
@needs(Right.ORGANIZATION_VIEW, of=find_batch)
def undo(request: ActorRequest, slug: str, batch_id: UUID, record: ChangeBatch) -> HttpResponse:  # noqa: ARG001  the declaration found it
    """Take back what one act changed; the services that changed it are asked again."""
    resource = resource_named(record.register)
    if resource is None:
        raise Http404
    try:
        undone = batch_undo(actor=request.actor, batch=record, resource=resource)
    except RuleError as error:
        tell_problems(request, error)
    else:
        if undone.records:
            words = ngettext("%(count)s record stands as before.", "%(count)s records stand as before.", undone.records)
            messages.success(request, words % {"count": undone.records})
        if undone.kept:
            words = ngettext(
                "%(count)s record was changed since and was left alone.",
                "%(count)s records were changed since and were left alone.",
                undone.kept,
            )
            messages.warning(request, words % {"count": undone.kept})
    return HttpResponseRedirect(_after(request, resource, record))


def _after(request: ActorRequest, resource: Resource, batch: ChangeBatch) -> str:
    """Where an undone act is seen: the record if it was one and stands, else the list that it belongs to."""
    keys = [UUID(key) for key, _before, _after in batch.entries]
    found = records_by_id(request.actor, resource, resource.rights.view, keys[:1])
    if not found:
        return address(request, resource, "list")
    record = found[keys[0]]
    if len(keys) == 1:
        return record_address(request, resource, record)
    return list_address(request, resource, owner_of(resource, record))


class ViewForm(forms.Form):
    """A name for the list as it is shown."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=80)
    is_shared = forms.BooleanField(label=gettext_lazy("Share with everybody"), required=False)


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def view_keep(request: ActorRequest, slug: str, register: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Save the list that the reader sees under a name."""
    resource = resource_named(register)
    if resource is None:
        raise Http404
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name."))
        return HttpResponseRedirect(back_address(request, resource))
    taken = {"csrfmiddlewaretoken", MARK, "name", "is_shared", "view", "back", *PAGING}
    asked = {key: values[-1] for key, values in request.POST.lists() if key not in taken and values[-1]}
    shown = listing(resource, request.actor, asked, owner=None, fiscal_start=request.settings.fiscal_year_start)
    known = {"sort", "columns", *shown.form.fields}
    query = {name: value for name, value in asked.items() if name in known}
    try:
        view = view_save(
            actor=request.actor,
            resource=resource,
            name=form.cleaned_data["name"],
            query=query,
            is_shared=form.cleaned_data["is_shared"],
        )
    except RuleError as error:
        tell_problems(request, error)
        return HttpResponseRedirect(back_address(request, resource))
    messages.success(request, _("The view was saved."))
    return HttpResponseRedirect(f"{back_address(request, resource).partition('?')[0]}?view={view.pk}")


@require_POST
@needs(Right.ORGANIZATION_VIEW, of=find_view)
def view_forget(request: ActorRequest, slug: str, view_id: UUID, record: SavedView) -> HttpResponse:
    """Forget a view of one's own."""
    resource = resource_named(record.register)
    try:
        view_delete(actor=request.actor, view=record)
    except RuleError as error:
        tell_problems(request, error)
    else:
        undo_url = reverse("views:bring_back", kwargs={"slug": slug, "view_id": view_id})
        messages.success(request, _("The view was deleted."), extra_tags=f"undo:{undo_url}")
    return HttpResponseRedirect(address(request, resource, "list") if resource else reverse("home", args=[slug]))


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def view_bring_back(request: ActorRequest, slug: str, view_id: UUID) -> HttpResponse:
    """Bring back a view of one's own that was deleted; the toast of its deletion leads here."""
    view = view_undelete(actor=request.actor, view_id=view_id)
    resource = resource_named(view.register) if view else None
    if view is None or resource is None:
        raise Http404
    messages.success(request, _("The view is back."))
    return HttpResponseRedirect(f"{reverse(f'{resource.key}:list', kwargs={'slug': slug})}?view={view.pk}")
