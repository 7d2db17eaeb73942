"""The style sheet of an organization's own color: tokens for both themes, at an address that names its content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.kernel.brand import palette
from pmo_site.ui.headers import KEPT

_MARK: Final = 16


@lists(Right.ORGANIZATION_VIEW)
@require_safe
def brand_sheet(request: ActorRequest, slug: str, mark: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """The color that the organization has now; the browser keeps it, since another color has another address."""
    color = request.settings.brand_color
    if not color or mark != _mark(color):
        raise Http404
    return HttpResponse(_sheet(color), content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT})


def brand_address(slug: str, color: str) -> str:
    """Where the style sheet of a color stands; empty for an organization that chose none."""
    return reverse("brand-sheet", kwargs={"slug": slug, "mark": _mark(color)}) if color else ""


@lru_cache(maxsize=256)
def _mark(color: str) -> str:
    return hashlib.sha256(_sheet(color).encode()).hexdigest()[:_MARK]


def _sheet(color: str) -> str:
    """The tokens of pm.css that stand for the brand; those of states are no part of it."""
    light, dark = palette(color).light, palette(color).dark
    pairs = {
        "brand": (light.shown.color, dark.shown.color),
        "brand-2": (light.hover, dark.hover),
        "brand-soft": (light.soft, dark.soft),
        "mark": (dark.shown.color, dark.shown.color),
    }
    tokens = (f"--pm-{name}:light-dark({one},{other})" for name, (one, other) in pairs.items())
    return f":root{{{';'.join(tokens)}}}\n"
