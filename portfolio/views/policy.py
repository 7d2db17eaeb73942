"""The health policy: its limits in words, edited in place, its effect shown before it is saved."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.accounts.views.acts import tell_with_way_back
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.kernel.evidence import Level
from pmo_site.ui.editing import mark_problems
from portfolio.domain.health import HealthPolicy
from portfolio.forms import PolicyForm
from portfolio.forms.policy import TIER_WORDS
from portfolio.models.policy import DEFAULT_VERSION
from portfolio.reasons import reason_sentence
from portfolio.selectors import WORST_FIRST
from portfolio.selectors.policy import (
    ProjectEffect,
    newest_number,
    policy_by_number,
    policy_effect,
    policy_on,
    policy_versions,
)
from portfolio.services.policy import Saving, policy_save
from portfolio.services.undoing import POLICY_SAVED
from portfolio.views.parts import address, crumbs, portfolio_tabs

EFFECTS_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.HEALTH_POLICY_VIEW)
def policy_page(request: ActorRequest, slug: str) -> HttpResponse:
    """Show the policy, what a draft of it would do, and save the draft whose effect was shown."""
    if request.method == "POST":
        require(request.actor, Right.HEALTH_POLICY_CHANGE)
        return _posted(request, slug)
    number = _asked_number(request)
    base = policy_by_number(request.actor, number) if number else policy_on(request.actor.today)
    if base is None:
        raise Http404
    return _shown(request, _form(request, base, restores=number))


def _asked_number(request: ActorRequest) -> int | None:
    asked = request.GET.get("version", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None  # noqa: PLR2004  a number of the database


def _form(request: ActorRequest, base: HealthPolicy, *, restores: int | None) -> PolicyForm:
    initial = {"after": newest_number(), "valid_from": request.actor.today, "restores": restores}
    return PolicyForm(base=base, initial=initial)


def _posted(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    form = PolicyForm(request.POST, base=policy_on(request.actor.today))
    draft = form.draft if form.is_valid() else None
    if draft is None:
        return _shown(request, form, status=422)
    if "save" not in request.POST or not form.was_seen:
        return _previewed(request, form, draft)
    try:
        saved = policy_save(actor=request.actor, draft=draft, saving=_saving(form))
    except RuleError as error:
        mark_problems(form, error.problems)
        return _previewed(request, form, draft)
    except StaleError:
        return _shown(request, form, status=409, is_stale_draft=True)
    words = _("The policy was saved. The lights are being computed anew.")
    tell_with_way_back(request, words, POLICY_SAVED, {"number": saved.number})
    return redirect(address(request, "policy"))


def _saving(form: PolicyForm) -> Saving:
    values = form.cleaned_data
    return Saving(values["valid_from"], values["reason"], values["after"], values["restores"])


def _previewed(request: ActorRequest, form: PolicyForm, draft: HealthPolicy) -> HttpResponse:
    """The form with what its draft would do; it carries the mark of the draft, so that it can be saved.

    Who tries to save a draft whose effect was not shown is shown it instead.
    """
    found = policy_effect(request.actor, draft)
    wanted = "save" in request.POST
    unseen = wanted and not form.was_seen
    form.with_mark()
    told = {"effects": _effects(found), "turns": _turns(found), "moved": len(found), "unseen": unseen}
    return _shown(request, form, status=422 if wanted else 200, preview=told)


def _turns(found: list[ProjectEffect]) -> list[tuple[str, int]]:
    """How many projects turn to each level, worst first."""
    counts = Counter(each.effect.after for each in found)
    return [(level.value, counts[level]) for level in WORST_FIRST if counts[level]]


def _effects(found: list[ProjectEffect]) -> list[dict[str, Any]]:
    return [
        {
            "project": each.project,
            "before": each.effect.before.value,
            "after": each.effect.after.value,
            "reason": reason_sentence(each.effect.reason) if each.effect.reason else _share_words(each),
        }
        for each in found[:EFFECTS_SHOWN]
    ]


def _share_words(each: ProjectEffect) -> str:
    if each.effect.after is Level.GREY:
        return _("Too few of the dimensions that count would have data.")
    return _("Enough of the dimensions that count would have data.")


def _shown(request: ActorRequest, form: PolicyForm, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401  parts of the context
    in_force = policy_on(request.actor.today)
    context = {
        "crumbs": crumbs(request, _("Health policy")),
        "tabs": portfolio_tabs(request, "policy"),
        "form": form,
        "rows": list(form.rows()),
        "tier_words": list(TIER_WORDS.values()),
        "in_force": in_force,
        "versions": policy_versions(request.actor),
        "default_version": DEFAULT_VERSION,
        "loaded": form.initial.get("restores"),
        "may_change": may(request.actor, Right.HEALTH_POLICY_CHANGE),
        **more,
    }
    return render(request, "portfolio/policy.html", context, status=status)
