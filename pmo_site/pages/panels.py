"""Cards of home for what the platform below the apps offers: imports that wait for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.exchange.selectors import imports_waiting
from pmo_site.pages.services.demo_removal import demo_is_here
from pmo_site.ui.panels import HomeCard, register_home_card

IMPORTS_SHOWN = 3


def _imports(request: HttpRequest) -> Mapping[str, Any] | None:
    reader = cast("ActorRequest", request)
    runs = list(imports_waiting(reader.actor)[:IMPORTS_SHOWN])
    return {"runs": runs, "slug": reader.organization.slug} if runs else None


register_home_card(
    HomeCard(
        "imports",
        _("Imports to finish"),
        "upload",
        "pages/imports_card.html",
        _imports,
        order=60,
        right=Right.DATA_IMPORT.value,
    )
)


def _demo(request: HttpRequest) -> Mapping[str, Any] | None:
    return {"slug": cast("ActorRequest", request).organization.slug} if demo_is_here() else None


register_home_card(
    HomeCard(
        "demo",
        _("This is a demo"),
        "info-circle",
        "pages/demo_card.html",
        _demo,
        order=95,
        right=Right.DEMO_REMOVE.value,
    )
)
