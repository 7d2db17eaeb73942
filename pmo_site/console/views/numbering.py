"""How the records of each register are numbered: shown with the next code, tried, changed and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.numbering import Scheme, code_of, numbered, schemes
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.services.numbering import numbering_revise
from pmo_site.console.forms import NumberingForm
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.tenancy.numbering import last_numbers
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
    rows = {scheme.numbered.kind: Row(scheme, NumberingForm.of(scheme.stands)) for scheme in schemes()}
    status = 200
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in rows:
            raise Http404
        sent = _sent(request, rows[kind].scheme)
        if sent.edit.is_saved:
            return redirect("console:numbering", slug=slug)
        rows[kind], status = sent, sent.edit.status
    settings, home = request.settings, reverse("console:home", kwargs={"slug": slug})
    next_project = last_numbers(["project"]).get("project", 0) + 1
    context = {
        "crumbs": [Crumb(_("Console"), home), Crumb(_("Numbering"))],
        "organization": request.organization,
        "project_code": code_of(settings.project_prefix, settings.project_digits, next_project),
        "rows": list(rows.values()),
    }
    return render(request, "console/numbering.html", context, status=status)


@require_POST
@needs(Right.SETTINGS_CHANGE)
def undo(request: ActorRequest, slug: str) -> HttpResponse:
    """Number as before, unless somebody changed it since."""
    form, kind = NumberingForm(request.GET), request.GET.get("kind", "")
    if not form.is_valid() or numbered(kind) is None:
        raise Http404
    try:
        numbering_revise(actor=request.actor, kind=kind, version=form.cleaned_data["version"], **form.values())
    except (StaleError, RuleError):
        messages.error(request, _("It was changed since and stays as it is."))
    else:
        messages.info(request, _("The numbering stands as before."))
    return redirect("console:numbering", slug=slug)


def _sent(request: ActorRequest, scheme: Scheme) -> Row:
    kind, stands = scheme.numbered.kind, scheme.stands
    form = NumberingForm(request.POST, auto_id=f"{kind}_%s")
    if "try" in request.POST:
        code = code_of(number=scheme.last + 1, **form.values()) if form.is_valid() else ""
        return Row(scheme, form, code, Edit(200 if code else 422))
    former = {"prefix": stands.prefix, "digits": stands.digits}
    edit = tried(
        form,
        stored=former,
        save=lambda version, values: numbering_revise(actor=request.actor, kind=kind, version=version, **values),
    )
    if edit.is_saved:
        query = urlencode({"kind": kind, **former, "version": form.cleaned_data["version"] + 1})
        undo_url = f"{reverse('console:numbering-undo', kwargs={'slug': request.organization.slug})}?{query}"
        code = code_of(number=scheme.last + 1, **form.values())
        messages.success(request, _("The next code is %(code)s.") % {"code": code}, extra_tags=f"undo:{undo_url}")
    return Row(scheme, form, edit=edit)
