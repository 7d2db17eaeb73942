"""How a saved health policy is taken back: by new versions, for old ones are never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from pmo_site.accounts.acts import ActKind, Facts, register_act_kinds
from pmo_site.accounts.policy import Actor
from pmo_site.tenancy.versions import GoneError
from portfolio.models import HealthPolicyVersion
from portfolio.models.policy import DEFAULT_VERSION
from portfolio.selectors.policy import policy_by_number, policy_versions
from portfolio.services.policy import Saving, policy_save


@transaction.atomic
def policy_saving_undo(*, actor: Actor, facts: Facts) -> None:
    """Take up again what was in force before, and what was planned after it; StaleError where somebody saved since."""
    number, reason = facts["number"], gettext("Undone: %(reason)s")
    versions = {each.number: each for each in policy_versions(actor)}
    saved = versions.get(number)
    if saved is None:
        raise GoneError
    start = max(saved.valid_from, actor.today)
    after = number
    for former, valid_from in _former(versions, saved):
        draft = policy_by_number(actor, former)
        if draft is None:
            raise GoneError
        saving = Saving(max(valid_from, start), reason % {"reason": saved.reason}, after, restores=former)
        after = policy_save(actor=actor, draft=draft, saving=saving).number


def _former(versions: Mapping[int, HealthPolicyVersion], saved: HealthPolicyVersion) -> list[tuple[int, date]]:
    """The version in force when this one began, then those that were to follow, each with its day."""
    earlier = sorted(each for each in versions if each < saved.number)
    began = [each for each in earlier if versions[each].valid_from <= saved.valid_from]
    in_force = began[-1] if began else DEFAULT_VERSION
    planned = [each for each in earlier if each > in_force and versions[each].valid_from > saved.valid_from]
    return [(in_force, saved.valid_from), *((each, versions[each].valid_from) for each in planned)]


def _policy_page(slug: str, facts: Facts) -> str:  # noqa: ARG001  there is one page
    return reverse("portfolio:policy", kwargs={"slug": slug})


POLICY_SAVED = ActKind("portfolio.policy_saved", policy_saving_undo, _policy_page)


def register() -> None:
    """Declare the kinds of acts of governance."""
    register_act_kinds(POLICY_SAVED)
