"""What earned value refuses, with the name of what is at fault."""

from __future__ import annotations

from collections.abc import Hashable


class EarnedValueError(ValueError):
    """Figures that cannot be; `item` names the figure or the work package."""

    def __init__(self, message: str, item: Hashable) -> None:
        super().__init__(message)
        self.item = item
