"""How the records of each register are numbered: shown with the next code, tried, changed and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.numbering import Scheme, code_of, free_number, scheme_of, schemes
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.services.numbering import numbering_revise
from pmo_site.accounts.services.undoing import NUMBERING_CHANGED
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.console.forms import NumberingForm
from pmo_site.ui.editing import Edit, tried
from pmo_site.ui.parts import Crumb

NEW: Final = Edit()


@dataclass(frozen=True, slots=True)
class Row:
    """One register: its scheme, the form that changes it, and what the form would give."""

    scheme: Scheme
    form: NumberingForm
    tried: str = ""
    edit: Edit = NEW


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SETTINGS_CHANGE)
def numbering(request: ActorRequest, slug: str) -> HttpResponse:
    """Every register with its next code; a form sent with `try` shows what it would give and stores nothing."""
    rows = {scheme.numbered.kind: Row(scheme, NumberingForm.of(scheme)) for scheme in schemes()}
    status = 200
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in rows:
            raise Http404
        sent = _sent(request, rows[kind].scheme)
        if sent.edit.is_saved:
            return redirect("console:numbering", slug=slug)
        rows[kind], status = sent, sent.edit.status
    home = reverse("console:home", kwargs={"slug": slug})
    context = {
        "crumbs": [Crumb(_("Console"), home), Crumb(_("Numbering"))],
        "organization": request.organization,
        "rows": list(rows.values()),
    }
    return render(request, "console/numbering.html", context, status=status)


def _sent(request: ActorRequest, scheme: Scheme) -> Row:
    kind = scheme.numbered.kind
    form = NumberingForm(request.POST, auto_id=f"{kind}_%s")
    if "try" in request.POST:
        code = _code(scheme, **form.values()) if form.is_valid() else ""
        return Row(scheme, form, code, Edit(200 if code else 422))

    def save(version: int, values: dict[str, Any]) -> None:
        saved = numbering_revise(actor=request.actor, kind=kind, version=version, **values)
        words = _("The next code is %(code)s.") % {"code": scheme_of(kind).example}
        tell_with_way_back(request, words, NUMBERING_CHANGED, {"kind": kind, "version": saved.version})

    return Row(scheme, form, edit=tried(form, stored=NumberingForm.stored(scheme), save=save))


def _code(scheme: Scheme, *, prefix: str, digits: int, next_number: int) -> str:
    return code_of(prefix, digits, free_number(scheme.numbered, prefix, digits, next_number))
