"""What people are told about reports; each notice leads straight to what is to be done."""

from __future__ import annotations

from support_office.models.schedule import ReminderKind
from support_office.selectors.owed import OwedRow


def reminder_give(row: OwedRow, kind: ReminderKind) -> None:
    """Tell the accountable manager that a report is due or late; the link opens the filled report."""
