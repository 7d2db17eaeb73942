"""The organization's settings and its operating model: what a change would do is shown before it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.directory import operating_model_switches
from pmo_site.accounts.forms.organization import SettingsForm, SwitchForm
from pmo_site.accounts.forms.problems import show_problems
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.models import OrganizationSettings
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import RIGHT_LABELS, Right
from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel
from pmo_site.accounts.routing import needs
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.settings import operating_model_switch, settings_revise
from pmo_site.accounts.services.undoing import MODEL_SWITCHED, SETTINGS_CHANGED
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.accounts.views.conflicts import ConflictRow, conflict_rows
from pmo_site.console.brand_words import Sample, brand_samples
from pmo_site.console.effect_words import effect_words
from pmo_site.console.selectors.effects import Shift, settings_effects, settings_in_force, switch_effects
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.ui.parts import Crumb


@dataclass(frozen=True, slots=True)
class Preview:
    """What was typed beside what stands, and what it would do; `unseen` where it was to be saved without that."""

    changes: tuple[ConflictRow, ...]
    effects: tuple[str, ...]
    samples: tuple[Sample, ...]
    unseen: bool


@needs(Right.SETTINGS_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ActorRequest, slug: str) -> HttpResponse:
    """Change the settings: first seen, then saved; a stale save shows both versions and loses neither."""
    stands = settings_in_force(request.organization)
    edited = settings_in_force(request.organization)
    form = SettingsForm(request.POST or None, instance=edited, initial={"version": stands.version})
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    if form.cleaned_data["version"] != stands.version:
        return _stale(request, form, stands.version)
    if "save" not in request.POST or not form.was_seen:
        return _previewed(request, form, stands)
    try:
        saved = settings_revise(actor=request.actor, version=form.cleaned_data["version"], facts=form.facts())
    except StaleError as error:
        return _stale(request, form, error.current_version)
    except RuleError as error:
        show_problems(form, error)
        return _page(request, form)
    tell_with_way_back(request, _("The settings are saved."), SETTINGS_CHANGED, {"version": saved.version})
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
            words = _("The operating model is switched.")
            tell_with_way_back(request, words, MODEL_SWITCHED, {"switch": str(switched.pk)})
            return redirect("settings", slug=slug)
    stands = settings_in_force(request.organization)
    return _page(request, SettingsForm(instance=stands, initial={"version": stands.version}), switching=form)


def _previewed(request: ActorRequest, form: SettingsForm, stands: OrganizationSettings) -> HttpResponse:
    """The form with what its entries would do; it carries their mark, so that they can be saved."""
    changes = conflict_rows(form, SettingsForm(instance=stands))
    found = settings_effects(stands, form.facts())
    samples = brand_samples(form.facts().brand_color) if found.brand and found.brand.palette else ()
    form.with_hidden(seen=form.mark())
    wanted = "save" in request.POST
    preview = Preview(tuple(changes), tuple(effect_words(found)), samples, unseen=wanted)
    return _page(request, form, preview=preview, status=422 if wanted else 200)


def _stale(request: ActorRequest, form: SettingsForm, version: int) -> HttpResponse:
    """Both versions; the same entries come to stand on top of the version that is stored, to be seen again."""
    rows = conflict_rows(form, SettingsForm(instance=settings_in_force(request.organization)))
    form.with_hidden(version=str(version), seen="")
    return _page(request, form, conflict=rows, status=409)


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
        "samples": brand_samples(stands.brand_color) if stands.brand_color else (),
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
