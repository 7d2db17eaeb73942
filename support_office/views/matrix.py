"""The matrix above the risk log: every cell shows how many live risks it holds and opens them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.resources.listing import Listing
from pmo_site.resources.selectors import record_rows
from pmo_site.ui.parts import Tab
from pmo_site.ui.templatetags.pm import ZONE_BANDS
from support_office.domain.logs import RiskState
from support_office.domain.risk.matrix import Kind, Score
from support_office.domain.scale import ZONES, Steps
from support_office.models.log_choices import KIND_LABELS, RISK_STATE_LABELS, ZONE_LABELS
from support_office.selectors.logs import Counts, exposure, rated, risk_counts
from support_office.selectors.scales import impact_words, probability_words, steps
from support_office.views.course import courses
from support_office.views.log_parts import slug_of
from support_office.views.quick import Quick, quick_tabs, raise_url


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: its score and zone, how many live risks stand in it, and the list of them."""

    score: int
    band: str
    zone: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One step of probability with its cells, mildest impact first."""

    step: int
    word: str
    cells: tuple[MatrixCell, ...]


def matrix_panel(request: ActorRequest, shown: Listing) -> Mapping[str, Any]:
    """The matrix, what it sums up to, and the lists that are asked for most."""
    actor = shown.actor
    rows = record_rows(actor, shown.resource, shown.owner)
    scale, counts = steps(), risk_counts(actor, rows)
    kind = shown.query.get("kind", "")
    chosen_kind = Kind.OPPORTUNITY if kind == Kind.OPPORTUNITY.value else Kind.THREAT
    found = rated(rows)
    slug = slug_of(request)
    return {
        "rows": _rows(scale, found, shown, chosen_kind),
        "impacts": list(impact_words().items()),
        "legend": [(band_words(scale, zone), ZONE_BANDS[zone], ZONE_LABELS[zone]) for zone in reversed(ZONES)],
        "unrated": counts.live - sum(found.values()),
        "counts": counts,
        "exposure": exposure(actor, rows),
        "courses": courses(actor, shown.owner),
        "tabs": quick_tabs(shown.query, _quick(counts)),
        "kinds": _kinds(found, chosen_kind),
        "triage_url": reverse("support_office:triage:queue", kwargs={"slug": slug}) if counts.raised else "",
        "raise_url": raise_url(request, shown),
        "scale_url": reverse("support_office:risks:scale", kwargs={"slug": slug})
        if may(actor, Right.SETTINGS_CHANGE)
        else "",
    }


def band_words(scale: Steps, zone: str) -> str:
    """The scores of a zone: `10–15`."""
    lowest = (1, *scale.limits)
    place = ZONES.index(zone)
    highest = lowest[place + 1] - 1 if place + 1 < len(lowest) else 25
    return f"{lowest[place]}–{highest}" if highest > lowest[place] else str(highest)


def _rows(scale: Steps, found: Mapping[tuple[str, int, int], int], shown: Listing, kind: Kind) -> list[MatrixRow]:
    words, query = probability_words(), shown.query
    asked = (query.get("probability", ""), query.get("impact", ""))
    return [
        MatrixRow(
            int(line[0].probability),
            words[int(line[0].probability)],
            tuple(_cell(score, found, asked, kind) for score in line),
        )
        for line in scale.matrix.grid()
    ]


def _cell(score: Score, found: Mapping[tuple[str, int, int], int], asked: tuple[str, str], kind: Kind) -> MatrixCell:
    place = (score.probability, score.impact)
    is_chosen = place == asked
    query = f"?kind={kind}&live=on&probability={score.probability}&impact={score.impact}"
    return MatrixCell(
        score=int(score.value),
        band=ZONE_BANDS[score.zone],
        zone=str(ZONE_LABELS[score.zone]),
        count=found.get((kind.value, int(score.probability), int(score.impact)), 0),
        url=f"?kind={kind}&live=on" if is_chosen else query,
        is_chosen=is_chosen,
    )


def _quick(counts: Counts) -> list[Quick]:
    return [
        Quick(_("All"), {}),
        Quick(_("Still open"), {"live": "on"}, counts.live),
        Quick(ZONE_LABELS["extreme"], {"live": "on", "zone": "extreme"}, counts.extreme),
        Quick(_("May occur soon"), {"live": "on", "near": "on"}, counts.near),
        Quick(_("Overdue"), {"overdue": "on"}, counts.overdue),
        Quick(RISK_STATE_LABELS[RiskState.RAISED], {"state": RiskState.RAISED.value}, counts.raised),
    ]


def _kinds(found: Mapping[tuple[str, int, int], int], chosen: Kind) -> list[Tab]:
    """Threats and opportunities, each with its number, where there are both."""
    totals = {kind: sum(count for (name, *_), count in found.items() if name == kind.value) for kind in Kind}
    if not totals[Kind.OPPORTUNITY] and chosen is Kind.THREAT:
        return []
    return [
        Tab(KIND_LABELS[kind], f"?kind={kind}&live=on", current=kind is chosen, count=totals[kind]) for kind in Kind
    ]
