"""The first page of the console: its parts, each with how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.console.cards import CARDS, GROUPS, Card
from pmo_site.ui.parts import Crumb


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as its reader sees it."""

    card: Card
    url: str
    line: str


@require_safe
@needs(Right.CONSOLE_VIEW)
def home(request: ActorRequest, slug: str) -> HttpResponse:
    """The parts that the reader may open; others are absent."""
    groups = [
        (GROUPS[group], [Shown(card, reverse(card.route, kwargs={"slug": slug}), card.line(request)) for card in open_])
        for group, cards in CARDS.items()
        if (open_ := [card for card in cards if may(request.actor, card.right)])
    ]
    context = {"groups": groups, "crumbs": [Crumb(_("Console"))], "organization": request.organization}
    return render(request, "console/home.html", context)
