"""What projects show on home: one's own projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pmo_site.ui.panels import HomeCard, register_home_card
from projects.selectors import own_projects


def _own(request: HttpRequest) -> Mapping[str, Any] | None:
    projects = own_projects(request.actor)  # type: ignore[attr-defined]  # ActorRequest declares it
    return {"projects": projects, "slug": request.organization.slug} if projects else None  # type: ignore[attr-defined]  # the same


register_home_card(HomeCard("own", _("My projects"), "briefcase", "projects/home_card.html", _own, order=10))
