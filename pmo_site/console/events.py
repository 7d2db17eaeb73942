"""Events of the audit log in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from pmo_site.console.selectors.audit import Event
from pmo_site.ui.history import entries_of
from pmo_site.ui.parts import HistoryEntry


@dataclass(frozen=True, slots=True)
class Line:
    """An event in words."""

    event: Event
    entry: HistoryEntry
    kind: str


def lines_of(events: Sequence[Event]) -> list[Line]:
    """Events in words."""
    entries = entries_of([(event.kind.model, event.change) for event in events])
    return [
        Line(event, entry, str(capfirst(event.kind.model._meta.verbose_name)))
        for event, entry in zip(events, entries, strict=True)
    ]
