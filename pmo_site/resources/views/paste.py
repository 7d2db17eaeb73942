"""A block copied from a sheet lands as records: shown cell by cell first, stored in one act, undone in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.resources.columns import layout_of, pastable
from pmo_site.resources.fields import Field, label_of
from pmo_site.resources.forms import defaults_of
from pmo_site.resources.pasting import MOST_CHARACTERS, Block, BlockError, block_of, filled_by, lines_of, placed
from pmo_site.resources.placing import Placing, owner_field
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import adds_somewhere, fields_somewhere, is_archived, typed_fields
from pmo_site.resources.services.bulk import RowRuleError, records_create
from pmo_site.resources.views.columns import ColumnsForm, columns_form
from pmo_site.resources.views.frames import frame, list_address, tell_with_undo
from pmo_site.resources.views.problems import tell_archived, words_of
from pmo_site.tenancy.models import EditableModel

SHOWN = 100


class PasteForm(forms.Form):
    """The block as it was pasted."""

    block = forms.CharField(
        label=_("Cells copied from a sheet"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Copy cells in Excel and paste them here. With a header row the columns may stand in any order."),
    )


@dataclass
class Reading:
    """What became of a block: how its columns are read, and its rows where they could be read."""

    columns: ColumnsForm | None = None
    block: Block | None = None


def paste_page(request: ActorRequest, resource: Resource, owner: EditableModel | None = None) -> HttpResponse:
    """Read a block, show what every column holds and every cell becomes, then store all rows or none.

    In the list across owners a column says to which of them each row belongs.
    """
    if is_archived(owner):
        tell_archived(request)
        return HttpResponseRedirect(list_address(request, resource, owner))
    form = PasteForm(request.POST or None)
    placing = _placing(request, resource, owner)
    typed = placing.typed if placing else typed_fields(request.actor, resource, owner)
    fields = [*([placing.owner] if placing else []), *pastable(resource, typed)]
    read = _read(request, form, resource, fields, placing) if form.is_bound and form.is_valid() else Reading()
    block = read.block
    if block is not None:
        form.fields["block"].widget.attrs["rows"] = 4
    if block is not None and not block.rows:
        form.add_error("block", _("The block holds no rows."))
    elif block and "apply" in request.POST and not block.bad and _stored(request, resource, owner, form, block):
        return HttpResponseRedirect(list_address(request, resource, owner))
    context = {
        **frame(request, resource, owner, _("Paste from Excel")),
        "form": form,
        "is_owned": owner is not None,
        "columns": read.columns,
        "expected": [(label_of(field, resource.model), field.required) for field in fields],
        "cancel_url": list_address(request, resource, owner),
        **_preview(resource, block if form.is_valid() else None),
    }
    refused = form.errors or (read.columns is not None and read.columns.errors)
    return render(request, "resources/paste.html", context, status=422 if refused else 200)


def _placing(request: ActorRequest, resource: Resource, owner: EditableModel | None) -> Placing | None:
    """Who says where rows belong: nobody where the page is its owner's, or where nothing has an owner."""
    if resource.owner is None or owner is not None:
        return None
    if not adds_somewhere(request.actor, resource):
        raise PermissionDenied(str(resource.rights.create))
    return Placing(owner_field(resource, resource.owner), fields_somewhere(request.actor, resource))


def _read(
    request: ActorRequest, form: PasteForm, resource: Resource, fields: list[Field], placing: Placing | None
) -> Reading:
    try:
        layout = layout_of(lines_of(form.cleaned_data["block"]), resource, fields)
        columns = columns_form(request.POST, layout, resource.model, fields)
        if not columns.is_valid():
            return Reading(columns)
        defaults = defaults_of(fields, currency=request.settings.currency)
        told = columns.layout()
        places = placed(told, placing, request.actor, resource) if placing else None
        return Reading(columns, block_of(told, resource, fields, defaults, places))
    except BlockError as error:
        form.add_error("block", str(error))
        return Reading()


def _preview(resource: Resource, block: Block | None) -> dict[str, Any]:
    if block is None:
        return {"pasted": None}
    heads = [label_of(field, resource.model) for field in block.fields]
    return {
        "pasted": block,
        "heads": heads,
        "lines": [
            (row.number, list(zip(heads, row.shown(block.fields), strict=True)), _other_errors(row.form, block.fields))
            for row in block.rows[:SHOWN]
        ],
        "unshown": max(len(block.rows) - SHOWN, 0),
    }


def _other_errors(form: forms.Form, fields: tuple[Field, ...]) -> list[str]:
    """What is wrong with fields that the block does not bring."""
    brought = {name for field in fields for name in (field.name, *filled_by(field))}
    return [
        f"{form.fields[name].label if name in form.fields else ''} {' '.join(str(each) for each in errors)}".strip()
        for name, errors in form.errors.items()
        if name not in brought
    ]


def _stored(
    request: ActorRequest, resource: Resource, owner: EditableModel | None, form: PasteForm, block: Block
) -> bool:
    named = resource.owner.field if resource.owner else ""
    values = [row.form.values() for row in block.rows]
    try:
        made = records_create(
            actor=request.actor, resource=resource, rows=[(each.pop(named, owner), each) for each in values]
        )
    except RowRuleError as error:
        words = _("Row %(number)s: %(problem)s") % {"number": error.place + 1, "problem": words_of(error)}
        form.add_error("block", words)
        return False
    text = ngettext("%(count)s record was added.", "%(count)s records were added.", len(made)) % {"count": len(made)}
    tell_with_undo(request, resource, text, *((record.pk, None, record.version) for record in made))
    return True
