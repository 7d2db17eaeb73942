"""The organization's settings and its operating model."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.directory import operating_model_switches
from pmo_site.accounts.forms.organization import SettingsForm, SwitchForm
from pmo_site.accounts.forms.problems import show_problems
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.settings import operating_model_switch, settings_revise
from pmo_site.accounts.services.undoing import MODEL_SWITCHED, SETTINGS_CHANGED
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.accounts.views.conflicts import conflict_rows
from pmo_site.kernel.conflicts import RuleError, StaleError


@needs(Right.SETTINGS_CHANGE)
@require_http_methods(["GET", "POST"])
def settings(request: ActorRequest, slug: str) -> HttpResponse:
    """Change the settings; a stale save shows both versions and loses neither."""
    stands = organization_settings()
    form = SettingsForm(request.POST or None, instance=organization_settings(), initial={"version": stands.version})
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    try:
        saved = settings_revise(actor=request.actor, version=form.cleaned_data["version"], facts=form.facts())
    except StaleError as error:
        rows = conflict_rows(form, SettingsForm(instance=stands))
        return _page(request, _renewed(request, form, error.current_version), conflict=rows, status=409)
    except RuleError as error:
        show_problems(form, error)
        return _page(request, form)
    tell_with_way_back(request, gettext("The settings are saved."), SETTINGS_CHANGED, {"version": saved.version})
    return redirect("settings", slug=slug)


@needs(Right.OPERATING_MODEL_SWITCH)
@require_POST
def switch(request: ActorRequest, slug: str) -> HttpResponse:
    """Switch the operating model, with a reason."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        try:
            switched = operating_model_switch(
                actor=request.actor,
                model=OperatingModel(form.cleaned_data["model"]),
                reason=form.cleaned_data["reason"],
            )
        except RuleError as error:
            show_problems(form, error)
        else:
            words = gettext("The operating model is switched.")
            tell_with_way_back(request, words, MODEL_SWITCHED, {"switch": str(switched.pk)})
            return redirect("settings", slug=slug)
    stands = organization_settings()
    return _page(request, SettingsForm(instance=stands, initial={"version": stands.version}), switching=form)


def _renewed(request: HttpRequest, form: SettingsForm, version: int) -> SettingsForm:
    """The same entries on top of the version that stands: saving again is a decision, not an accident."""
    data = request.POST.copy()
    data["version"] = str(version)
    return SettingsForm(data, instance=form.instance)


def _page(
    request: ActorRequest,
    form: SettingsForm,
    *,
    switching: SwitchForm | None = None,
    conflict: Any = (),  # noqa: ANN401  lines of a table
    status: int = 200,
) -> HttpResponse:
    stands = organization_settings()
    switches = [
        (each, OPERATING_MODEL_LABELS[OperatingModel(each.model)])
        for each in operating_model_switches(actor=request.actor)
    ]
    values = {
        "form": form,
        "conflict": conflict,
        "switching": switching or SwitchForm(),
        "may_switch": may(request.actor, Right.OPERATING_MODEL_SWITCH),
        "operating_model": OPERATING_MODEL_LABELS[OperatingModel(stands.operating_model)],
        "switches": switches,
        "organization": request.organization,
        "crumbs": [
            {"label": request.organization.name, "url": f"/o/{request.organization.slug}/"},
            {"label": gettext("Settings")},
        ],
    }
    return render(request, "settings/organization.html", values, status=status)
