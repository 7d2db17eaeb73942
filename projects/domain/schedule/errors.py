"""The errors of scheduling: each names the activity, the link or the loop that is at fault."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


class ScheduleError(ValueError):
    """A plan cannot be scheduled; `item` is what is at fault."""

    def __init__(self, message: str, item: Hashable = None) -> None:
        super().__init__(message)
        self.item = item


class InvalidActivityError(ScheduleError):
    """An activity contradicts itself: a negative duration, a constraint without its date."""


class DuplicateActivityError(ScheduleError):
    """Two activities carry the same id."""


class InvalidLinkError(ScheduleError):
    """A link names an unknown activity or an unknown kind."""


class CalendarError(ScheduleError):
    """A calendar offers no working time where the plan needs it."""


class CycleError(ScheduleError):
    """Activities wait for each other in a circle; `loop` names them in the order of their links."""

    def __init__(self, loop: Sequence[Hashable]) -> None:
        self.loop = tuple(loop)
        path = " → ".join(str(step) for step in (*self.loop, self.loop[0]))
        super().__init__(f"The activities wait for each other: {path}.", self.loop[0])
