"""Counts and sums of thousands of rows as the driver reads them.

Django converts what an aggregate answers to the type of its field once more, value by value; counts are whole numbers
and sums of decimals are decimals already.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class _AsRead:
    """An aggregate whose answer is taken as it comes."""

    def get_db_converters(self, connection: object) -> list[Any]:
        """None are needed."""
        del connection
        return []


class Counted(_AsRead, models.Count):
    """A count that is taken as it comes."""


class Summed(_AsRead, models.Sum):
    """A sum that is taken as it comes; of decimals."""
