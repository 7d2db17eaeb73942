"""Where rows of projects are shown, for the reasons of lights."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.evidence import Dimension, Key
from pmo_site.resources.addresses import Builder, offer_address

MISSED_MILESTONES, LATE_MILESTONES = "projects.milestones_missed", "projects.milestones_late"
_MILESTONES = {
    "projects.milestones": (_("Milestones of the project"), ""),
    MISSED_MILESTONES: (_("Missed milestones of the project"), "?missed=on"),
    LATE_MILESTONES: (_("Milestones forecast late of the project"), "?late=on"),
}
_PLACES = {Dimension.COST: "#state", Dimension.SCHEDULE: "#facts"}


def _project(slug: str, key: Key, dimension: Dimension) -> str:
    return reverse("projects:detail", kwargs={"slug": slug, "project_id": key}) + _PLACES.get(dimension, "")


def _milestone(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("milestones:detail", kwargs={"slug": slug, "milestone_id": key})


def _members(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("projects:members", kwargs={"slug": slug, "project_id": key})


def _at(route: str, name: str = "project_id", query: str = "") -> Builder:
    """Where the rows are read: a list, narrowed by `query`, or a record that carries the key under this name."""

    def build(slug: str, key: Key, _dimension: Dimension) -> str:
        return reverse(route, kwargs={"slug": slug, name: key}) + query

    return build


def offer() -> None:
    """Offer the addresses of this app's rows; called once when the site starts.

    `projects.members` and the kinds of milestones stand for rows of a project and carry its id.
    """
    offer_address("projects.project", _("Dates and money of the project"), _project, api=_at("api-projects:detail"))
    offer_address("projects.milestone", _("Milestone"), _milestone, api=_at("api-milestones:detail", "milestone_id"))
    for kind, (label, query) in _MILESTONES.items():
        pages, programs = (_at(route, query=query) for route in ("milestones:owned", "api-milestones:owned"))
        offer_address(kind, label, pages, api=programs)
    offer_address("projects.members", _("People of the project"), _members, api=_at("api-members:members"))
