"""The organization's settings and its operating model: what a change would do is shown before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.directory import operating_model_switches
from pmo_site.accounts.forms.organization import SettingsForm, SwitchForm
from pmo_site.accounts.forms.problems import show_problems
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import RIGHT_LABELS, Right
from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.settings import operating_model_switch, settings_revise, settings_undo
from pmo_site.accounts.views.conflicts import ConflictRow, conflict_rows
from pmo_site.console.effect_words import effect_words
from pmo_site.console.selectors.effects import Shift, settings_effects, switch_effects
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.ui.parts import Crumb


@dataclass(frozen=True, slots=True)
class Preview:
    """What was typed beside what stands, and what it would do."""

    changes: tuple[ConflictRow, ...]
    effects: tuple[str, ...]


@needs(Right.SETTINGS_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ActorRequest, slug: str) -> HttpResponse:
    """Change the settings: first seen, then saved; a stale save shows both versions and loses neither."""
    stands = organization_settings()
    form = SettingsForm(request.POST or None, instance=organization_settings(), initial={"version": stands.version})
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    if form.cleaned_data["version"] != stands.version:
        return _stale(request, form, stands.version)
    if "confirmed" not in request.POST:
        return _page(request, form, preview=_preview(form))
    try:
        saved = settings_revise(actor=request.actor, version=form.cleaned_data["version"], facts=form.facts())
    except StaleError as error:
        return _stale(request, form, error.current_version)
    except RuleError as error:
        show_problems(form, error)
        return _page(request, form)
    undo_url = f"{reverse('settings-undo', kwargs={'slug': slug})}?version={saved.version}"
    messages.success(request, _("The settings are saved."), extra_tags=f"undo:{undo_url}")
    return redirect("settings", slug=slug)


@needs(Right.SETTINGS_CHANGE)
@require_POST
def undo(request: ActorRequest, slug: str) -> HttpResponse:
    """Set everything as it was before the version that the toast names, unless somebody changed it since."""
    version = request.GET.get("version", "")
    try:
        settings_undo(actor=request.actor, version=int(version) if version.isdecimal() and len(version) < 10 else 0)
    except (StaleError, RuleError):
        messages.error(request, _("It was changed since and stays as it is."))
    else:
        messages.info(request, _("The settings stand as before."))
    return redirect("settings", slug=slug)


@needs(Right.OPERATING_MODEL_SWITCH)
@require_POST
def switch(request: ActorRequest, slug: str) -> HttpResponse:
    """Switch the operating model, with a reason."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        try:
            operating_model_switch(
                actor=request.actor,
                model=OperatingModel(form.cleaned_data["model"]),
                reason=form.cleaned_data["reason"],
            )
        except RuleError as error:
            show_problems(form, error)
        else:
            messages.success(request, _("The operating model is switched."))
            return redirect("settings", slug=slug)
    stands = organization_settings()
    return _page(request, SettingsForm(instance=stands, initial={"version": stands.version}), switching=form)


def _preview(form: SettingsForm) -> Preview:
    stands = organization_settings()
    changes = conflict_rows(form, SettingsForm(instance=stands))
    return Preview(tuple(changes), tuple(effect_words(settings_effects(stands, form.facts()))))


def _stale(request: ActorRequest, form: SettingsForm, version: int) -> HttpResponse:
    rows = conflict_rows(form, SettingsForm(instance=organization_settings()))
    return _page(request, _renewed(request, form, version), conflict=rows, status=409)


def _renewed(request: HttpRequest, form: SettingsForm, version: int) -> SettingsForm:
    """The same entries on top of the version that stands: saving again is a decision, not an accident."""
    data = request.POST.copy()
    data["version"] = str(version)
    return SettingsForm(data, instance=form.instance)


def _page(request: ActorRequest, form: SettingsForm, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401  what this answer shows beside
    stands = organization_settings()
    switches = [
        (each, OPERATING_MODEL_LABELS[OperatingModel(each.model)])
        for each in operating_model_switches(actor=request.actor)
    ]
    may_switch = may(request.actor, Right.OPERATING_MODEL_SWITCH)
    values = {
        "form": form,
        "switching": SwitchForm(),
        "may_switch": may_switch,
        "shifts": [_shift(shift) for shift in switch_effects(stands)] if may_switch else [],
        "operating_model": OPERATING_MODEL_LABELS[OperatingModel(stands.operating_model)],
        "switches": switches,
        "organization": request.organization,
        "record": stands,
        "crumbs": [
            Crumb(_("Console"), reverse("console:home", kwargs={"slug": request.organization.slug})),
            Crumb(_("Settings")),
        ],
        **more,
    }
    return render(request, "settings/organization.html", values, status=status)


def _shift(shift: Shift) -> dict[str, Any]:
    rights = [str(RIGHT_LABELS[right]) for right in shift.rights]
    return {"person": shift.person, "is_gain": shift.is_gain, "rights": rights}
