"""JSON as bytes: exact decimals as text, dates in ISO 8601."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def plain(value: Any) -> str:  # noqa: ANN401  whatever orjson does not know
    """Decimals and lazy texts as text; anything else is the author's mistake."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value).__name__)


def to_json(data: Any, *, sort_keys: bool = False) -> bytes:  # noqa: ANN401  any JSON value
    """Write a value as JSON; with `sort_keys` equal values give equal bytes."""
    return orjson.dumps(data, default=plain, option=_OPTIONS | (orjson.OPT_SORT_KEYS if sort_keys else 0))


class JsonRenderer(BaseRenderer):
    """The one format of the API."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,  # noqa: ANN401  any JSON value
        accepted_media_type: str | None = None,  # noqa: ARG002  DRF's signature
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002  the same
    ) -> bytes:
        """Write the answer; no answer is no bytes."""
        return b"" if data is None else to_json(data)
