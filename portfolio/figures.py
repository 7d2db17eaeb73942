"""What the portfolio tells a status report: the computed health, with its reasons and the rules that made it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pmo_site.kernel.evidence import Reason
from pmo_site.resources.figures import Figures, offer_figures
from portfolio.models import ProjectHealth
from portfolio.reasons import reason_sentence

REASONS_TOLD = 6


def health_figures(project_id: UUID, since: date, as_of: date) -> Figures | None:  # noqa: ARG001  a registry's signature
    """The newest light of a project as of a day; None where it was never judged."""
    rows = ProjectHealth.objects.filter(project_id=project_id, day__lte=as_of)
    snapshot = rows.order_by("-day", "-computed_at", "-id").first()
    if snapshot is None:
        return None
    return {
        "level": snapshot.overall,
        "day": snapshot.day.isoformat(),
        "policy": snapshot.policy,
        "policy_version": snapshot.policy_version,
        "dimensions": {name: facts["level"] for name, facts in snapshot.dimensions.items() if facts["counts"]},
        "reasons": [each.as_stored() for each in snapshot.reasons if each.level.is_warning][:REASONS_TOLD],
    }


def health_words(figures: Figures) -> list[str]:
    """The reasons of a stored light in the reader's language."""
    return [reason_sentence(Reason.from_json(each)) for each in figures["reasons"]]


def offer() -> None:
    """Offer the health; called once when the site starts."""
    offer_figures("health", health_figures, words=health_words)
