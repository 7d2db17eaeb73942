"""The organization's own risk scale."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.ui.editing import tried
from pmo_site.ui.parts import Crumb
from support_office.forms import SCALE_WORDS, ScaleForm, scale_values
from support_office.selectors.scales import scale_to_edit
from support_office.services.scale import scale_set


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SETTINGS_CHANGE)
def scale_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Change words, zones and shares; a stale edit shows both versions."""
    stored = scale_values(scale_to_edit())
    form = ScaleForm(request.POST or None, initial=stored)
    edit = tried(
        form,
        stored=stored,
        save=lambda version, values: scale_set(actor=request.actor, version=version, values=values),
    )
    if edit.is_saved:
        messages.success(request, _("The scale was saved; every risk stands in its zone of the new scale."))
        return redirect(reverse("risks:list", kwargs={"slug": slug}))
    context = {
        "form": form,
        "clashes": edit.clashes,
        "heads": [*SCALE_WORDS.values(), _("Percent")],
        "crumbs": [Crumb(_("Risks"), reverse("risks:list", kwargs={"slug": slug})), Crumb(_("Risk scale"))],
    }
    return render(request, "support_office/logs/scale.html", context, status=edit.status)
