"""Home, by role."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.pages.first_steps import first_steps
from pmo_site.ui.panels import home_cards


@require_safe
@needs(Right.ORGANIZATION_VIEW)
def home(request: ActorRequest, slug: str) -> HttpResponse:
    """What waits for the reader: first steps while some are left, the cards of their roles, or a kind first page."""
    cards = home_cards(request, allows=lambda right: may(request.actor, Right(right)))
    return render(request, "pages/home.html", {"cards": cards, "crumbs": [], "first": first_steps(request.actor, slug)})
