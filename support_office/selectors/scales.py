"""The risk scale in force: the organization's own, or the default; read once in a piece of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language

from pmo_site.accounts.selectors import organization_calendar
from pmo_site.kernel.calendar import WorkCalendar
from pmo_site.tenancy.context import current_organization_id, read_once
from support_office.domain.scale import DEFAULT_STEPS, STEPS, Steps
from support_office.models import RiskScale

SCALE = "risk_scale"


def scale() -> RiskScale | None:
    """The scale that the organization stored."""
    return RiskScale.objects.first()


def scale_to_edit() -> RiskScale:
    """The organization's scale, or the default as nobody stored it yet: version 1, as a first stored one is 2."""
    plain = {"probability": DEFAULT_STEPS.probability, "impact": DEFAULT_STEPS.impact}
    words = {f"{name}_{language}": list(found[language]) for name, found in plain.items() for language in found}
    return scale() or RiskScale(shares=list(DEFAULT_STEPS.shares), **words)


def steps() -> Steps:
    """The scale in force; outside any organization, as in the API's description, the default."""
    if current_organization_id() is None:
        return DEFAULT_STEPS
    return read_once(SCALE, _stored)


def _stored() -> Steps:
    found = scale()
    return found.steps if found else DEFAULT_STEPS


def probability_words() -> Mapping[int, str]:
    """The steps of probability in the reader's language."""
    return _spoken(steps().probability)


def impact_words() -> Mapping[int, str]:
    """The steps of impact in the reader's language."""
    return _spoken(steps().impact)


def working_days() -> WorkCalendar:
    """The organization's working days."""
    return read_once("working_days", organization_calendar)


def _spoken(words: Mapping[str, Sequence[str]]) -> Mapping[int, str]:
    language = "ja" if (get_language() or "ja").startswith("ja") else "en"
    return dict(zip(STEPS, words[language], strict=True))
