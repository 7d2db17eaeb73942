"""The page on which a demo organization is removed."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.kernel.conflicts import RuleError
from pmo_site.pages.services.demo_removal import demo_is_here, demo_remove


class RemovalForm(forms.Form):
    """The organization's name, typed by who means it."""

    name = forms.CharField(label=_("Name of the organization"), max_length=200)


@needs(Right.DEMO_REMOVE)
@require_http_methods(["GET", "POST"])
def removal(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Ask for the name and remove the demo; whoever did so is signed out, for the account goes with it."""
    if not demo_is_here():
        raise Http404
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            demo_remove(actor=request.actor, organization=request.organization, typed_name=form.cleaned_data["name"])
        except RuleError:
            form.add_error("name", _("This is not the organization's name."))
        else:
            logout(request)
            return redirect(settings.LOGIN_URL)
    return render(request, "pages/demo_removal.html", {"form": form, "crumbs": [{"label": _("Remove the demo")}]})
