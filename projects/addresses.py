"""Where rows of projects are shown, for the reasons of lights."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.evidence import Dimension, Key
from pmo_site.resources.addresses import Builder, offer_address

_PLACES = {Dimension.COST: "#state", Dimension.SCHEDULE: "#facts"}


def _project(slug: str, key: Key, dimension: Dimension) -> str:
    return reverse("projects:detail", kwargs={"slug": slug, "project_id": key}) + _PLACES.get(dimension, "")


def _milestone(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("milestones:detail", kwargs={"slug": slug, "milestone_id": key})


def _milestones(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("milestones:owned", kwargs={"slug": slug, "project_id": key})


def _members(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("projects:members", kwargs={"slug": slug, "project_id": key})


def _api(route: str, name: str = "project_id") -> Builder:
    """Where a program reads the rows: a list or a record that carries the key under this name."""

    def build(slug: str, key: Key, _dimension: Dimension) -> str:
        return reverse(route, kwargs={"slug": slug, name: key})

    return build


def offer() -> None:
    """Offer the addresses of this app's rows; called once when the site starts.

    `projects.milestones` and `projects.members` stand for all of a project's rows and carry its id.
    """
    offer_address("projects.project", _("Dates and money of the project"), _project, api=_api("api-projects:detail"))
    offer_address("projects.milestone", _("Milestone"), _milestone, api=_api("api-milestones:detail", "milestone_id"))
    offer_address("projects.milestones", _("Milestones of the project"), _milestones, api=_api("api-milestones:owned"))
    offer_address("projects.members", _("People of the project"), _members, api=_api("api-members:members"))
