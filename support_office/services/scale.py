"""Changing the organization's risk scale: stored zones and expected losses follow at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, DecimalField, F, Value, When
from django.db.models.functions import Round

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.tenancy.context import read_again
from pmo_site.tenancy.versions import revise
from support_office.domain.scale import STEPS, ZONES, Steps
from support_office.models import Risk, RiskScale
from support_office.selectors.scales import SCALE, scale, scale_to_edit

NOBODYS = 1
"""The version of the default, which nobody stored."""


@transaction.atomic
def scale_set(*, actor: Actor, version: int, values: Mapping[str, Any]) -> RiskScale:
    """Store the scale at the version that was read, and put every risk into its zone of the new scale."""
    require(actor, Right.SETTINGS_CHANGE)
    limits = [values["moderate_from"], values["high_from"], values["extreme_from"]]
    if sorted(set(limits)) != limits:
        raise RuleError([FieldProblem("high_from", "zones_not_in_order")])
    stored = _stored(version, values)
    read_again(SCALE)
    _settle_risks(stored.steps)
    return stored


def _stored(version: int, values: Mapping[str, Any]) -> RiskScale:
    stands = scale()
    if stands is not None:
        return revise(stands, version=version, values=values)
    if version != NOBODYS:
        raise StaleError(NOBODYS)
    made = scale_to_edit()
    for name, value in values.items():
        setattr(made, name, value)
    made.version = NOBODYS + 1
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise StaleError(NOBODYS + 1) from error
    return made


def _settle_risks(steps: Steps) -> None:
    """One statement over all scored risks: scores stay, since steps are numbers; zones and expected losses follow."""
    zones = [When(score__gte=limit, then=Value(zone)) for zone, limit in zip(ZONES, (1, *steps.limits), strict=True)]
    shares = [When(probability=step, then=Value(share)) for step, share in zip(STEPS, steps.shares, strict=True)]
    share = Case(*shares, output_field=DecimalField(max_digits=5, decimal_places=2))
    Risk.objects.filter(score__isnull=False).update(
        zone=Case(*reversed(zones)),
        expected_loss=Round(F("loss_amount") * share / Value(100), 2),
        version=F("version") + 1,
        updated_at=clock.now(),
    )
