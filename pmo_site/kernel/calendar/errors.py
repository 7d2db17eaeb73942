"""What calendars refuse."""

from __future__ import annotations


class CalendarError(ValueError):
    """A day, year, era or shift that cannot be; `code` says why, `item` names what was given."""

    def __init__(self, code: str, item: object) -> None:
        super().__init__(f"{code}: {item}")
        self.code = code
        self.item = str(item)
