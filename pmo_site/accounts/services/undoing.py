"""How changes of settings, of numbering, of the operating model and of roles are taken back."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from pmo_site.accounts.acts import ActKind, Facts, register_act_kinds
from pmo_site.accounts.models import Membership, MembershipRole, OperatingModelSwitch, OrganizationSettings
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.accounts.services.numbering import numbering_undo
from pmo_site.accounts.services.roles import membership_create, membership_grant_role, membership_revoke_role
from pmo_site.accounts.services.settings import SettingsFacts, operating_model_switch, settings_revise
from pmo_site.audit.history import event_model
from pmo_site.tenancy.versions import GoneError


def settings_undo(*, actor: Actor, facts: Facts) -> None:
    """Store the settings as they stood before, unless somebody changed them since."""
    states = event_model(OrganizationSettings)._default_manager.filter(version=facts["version"] - 1)
    former = states.order_by("-pgh_id").first()
    if former is None:
        raise GoneError
    values = {each.name: getattr(former, each.name) for each in fields(SettingsFacts)}
    settings_revise(actor=actor, version=facts["version"], facts=SettingsFacts(**values))


def operating_model_undo(*, actor: Actor, facts: Facts) -> None:
    """Switch back, as a switch of its own whose reason names the one that it takes back."""
    newest = OperatingModelSwitch.objects.order_by("-switched_at", "-id").first()
    if newest is None or str(newest.pk) != facts["switch"]:
        raise GoneError
    reason = gettext("Undone: %(reason)s") % {"reason": newest.reason}
    model = OperatingModel.SEPARATE if newest.model == OperatingModel.COMBINED else OperatingModel.COMBINED
    operating_model_switch(actor=actor, model=model, reason=reason)


def role_gift_undo(*, actor: Actor, facts: Facts) -> None:
    """Take a role that was given, if it is still the one that was given then."""
    held = MembershipRole.objects.filter(pk=facts["row"], membership__ended_at__isnull=True).first()
    if held is None:
        raise GoneError
    role = OrganizationRole(held.role)
    membership_revoke_role(actor=actor, membership_id=held.membership_id, role=role)


def role_loss_undo(*, actor: Actor, facts: Facts) -> None:
    """Give a role that was taken, unless somebody gave it since or the membership ended."""
    membership = Membership.objects.filter(pk=facts["membership"], ended_at__isnull=True).first()
    if membership is None or MembershipRole.objects.filter(membership=membership, role=facts["role"]).exists():
        raise GoneError
    membership_grant_role(actor=actor, membership_id=membership.pk, role=OrganizationRole(facts["role"]))


def membership_end_undo(*, actor: Actor, facts: Facts) -> None:
    """Begin an ended membership again with the roles that it had, unless it began and ended again since."""
    ended_at = datetime.fromisoformat(facts["ended_at"])
    membership = Membership.objects.filter(pk=facts["membership"], ended_at=ended_at).first()
    if membership is None:
        raise GoneError
    membership_create(
        actor=actor,
        person_id=membership.person_id,
        user_id=membership.user_id,
        roles=[OrganizationRole(role) for role in facts["roles"]],
    )


def _settings_page(slug: str, facts: Facts) -> str:  # noqa: ARG001  there is one page
    return reverse("settings", kwargs={"slug": slug})


def _numbering_page(slug: str, facts: Facts) -> str:  # noqa: ARG001  there is one page
    return reverse("console:numbering", kwargs={"slug": slug})


def _person_page(slug: str, facts: Facts) -> str:
    return reverse("people:detail", kwargs={"slug": slug, "person_id": facts["person"]})


SETTINGS_CHANGED = ActKind("accounts.settings_changed", settings_undo, _settings_page)
MODEL_SWITCHED = ActKind("accounts.model_switched", operating_model_undo, _settings_page)
NUMBERING_CHANGED = ActKind("accounts.numbering_changed", numbering_undo, _numbering_page)
ROLE_GIVEN = ActKind("accounts.role_given", role_gift_undo, _person_page)
ROLE_TAKEN = ActKind("accounts.role_taken", role_loss_undo, _person_page)
MEMBERSHIP_ENDED = ActKind("accounts.membership_ended", membership_end_undo, _person_page)


def register() -> None:
    """Declare the kinds of acts of people, roles and settings."""
    register_act_kinds(
        SETTINGS_CHANGED, MODEL_SWITCHED, NUMBERING_CHANGED, ROLE_GIVEN, ROLE_TAKEN, MEMBERSHIP_ENDED
    )  # fmt: skip
