"""Writes of what an organization decides about itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction

from pmo_site.accounts.errors import ReasonMissingError, SameModelError
from pmo_site.accounts.models import OperatingModelSwitch, OrganizationSettings
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel
from pmo_site.accounts.services.locks import one_at_a_time
from pmo_site.accounts.services.revising import revise_checked
from pmo_site.tenancy.models import Organization


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """Name, languages, calendar, money and color of an organization."""

    name: str
    language: str
    time_zone: str
    fiscal_year_start: int
    country: str
    closing: str
    currency: str
    own_holidays: list[date] = field(default_factory=list)
    brand_color: str = ""


@transaction.atomic
def settings_revise(*, actor: Actor, version: int, facts: SettingsFacts) -> OrganizationSettings:
    """Change the settings; refused where somebody else changed them meanwhile.

    The name goes to the edge of the site too, which knows an organization before it is inside.
    """
    require(actor, Right.SETTINGS_CHANGE)
    stored = revise_checked(_locked_settings(actor), version=version, values=asdict(facts))
    Organization.objects.filter(id=actor.organization_id).update(name=facts.name)
    return stored


@transaction.atomic
def operating_model_switch(*, actor: Actor, model: OperatingModel, reason: str) -> OperatingModelSwitch:
    """Switch between combined and separate, from now on and with a reason.

    Only rights change: assignments to projects stay as they are, so that switching back restores what was.
    """
    require(actor, Right.OPERATING_MODEL_SWITCH)
    if not reason.strip():
        raise ReasonMissingError
    settings = _locked_settings(actor)
    if settings.operating_model == model.value:
        raise SameModelError
    revise_checked(settings, version=settings.version, values={"operating_model": model.value})
    return OperatingModelSwitch.objects.create(model=model.value, reason=reason.strip(), switched_by_id=actor.person_id)


def _locked_settings(actor: Actor) -> OrganizationSettings:
    """The one row of settings, for one writer at a time; made with the defaults where nothing was ever changed.

    Operators of the platform may have named the organization anew: what is changed here starts from that name.
    """
    one_at_a_time("settings")
    name = Organization.objects.values_list("name", flat=True).get(id=actor.organization_id)
    settings, _created = OrganizationSettings.objects.get_or_create(
        defaults={"id": actor.organization_id, "name": name}
    )
    if settings.name != name:
        OrganizationSettings.objects.filter(pk=settings.pk).update(name=name)
        settings.name = name
    return settings
