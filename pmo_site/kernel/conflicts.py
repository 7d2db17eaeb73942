"""Two people edited the same record: the later save is refused, never lost."""

from __future__ import annotations


class StaleError(Exception):
    """The record has moved on since it was read; `current_version` is where it stands now."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"The record stands at version {current_version} now.")
        self.current_version = current_version
