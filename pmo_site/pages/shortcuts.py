"""Every key of the keyboard, on a page of its own; the sheet over other pages shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.ui.keys import keys_of
from pmo_site.ui.parts import Crumb
from pmo_site.ui.shell import EMPTY, Shell


@dataclass(frozen=True, slots=True)
class KeyLine:
    """What some keys do; `joint` stands between them: pressed together, one after the other, or one of them."""

    label: str
    presses: tuple[str, ...]
    joint: str = ""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys of one purpose."""

    key: str
    title: str
    lines: tuple[KeyLine, ...]


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def shortcuts(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """The keys, those of pages as far as the reader may open them."""
    context = {
        "crumbs": [Crumb(_("Keyboard shortcuts"))],
        "has_single_keys": getattr(request.user, "single_keys", True),
        "keys": _groups(getattr(request, "shell", EMPTY)),
        "organization": request.organization,
    }
    return render(request, "palette/shortcuts.html", context)


def _groups(shell: Shell) -> list[KeyGroup]:
    return [
        KeyGroup("everywhere", _("On every page"), _everywhere()),
        KeyGroup("lists", _("In lists and on records"), _of_lists()),
        KeyGroup("go", _("Go to"), _pages(shell)),
    ]


def _everywhere() -> tuple[KeyLine, ...]:
    either = _("or")
    return (
        KeyLine(_("Search and commands"), ("Ctrl+K", "/"), either),
        KeyLine(_("Keyboard shortcuts"), ("Ctrl+/", "?"), either),
        KeyLine(_("Save the form"), ("Ctrl+Enter",)),
        KeyLine(_("Close what is open"), ("Esc",)),
    )


def _of_lists() -> tuple[KeyLine, ...]:
    either = _("or")
    return (
        KeyLine(_("Next and previous row"), ("J", "K"), either),
        KeyLine(_("Open the row"), ("Enter",)),
        KeyLine(_("Mark the row"), ("X",)),
        KeyLine(_("New record"), ("N",)),
        KeyLine(_("Edit the record"), ("E",)),
    )


def _pages(shell: Shell) -> tuple[KeyLine, ...]:
    links = [(str(link.label), keys_of(link.key)) for group in shell.menu for link in group.items]
    inbox = [(_("Inbox"), keys_of("inbox"))] if shell.notices_url else []
    return tuple(KeyLine(label, keys, "→") for label, keys in [*links, *inbox] if keys)
