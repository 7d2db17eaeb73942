"""The past day that a caller asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError

from pmo_site.api.endpoints import ApiRequest
from portfolio.forms import STILL_TO_COME


def day_asked(request: ApiRequest, query: Mapping[str, Any]) -> date | None:
    """The day of a query, None for the newest; a day after the organization's today is refused."""
    day: date | None = query.get("as_of")
    if day is not None and day > request.actor.today:
        raise ValidationError({"as_of": [ErrorDetail(str(STILL_TO_COME), "still_to_come")]})
    return day
