"""JSON that is safe to work with: bounded in size and depth, without anything that PostgreSQL or a reader refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import IO, Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from pmo_site.api.errors import MalformedError, TooLargeError

BODY_BYTES = 1_048_576
DEPTH = 32
DIGITS = 40
EXPONENT = 60


class GuardedJsonParser(BaseParser):
    """Reads one JSON value in UTF-8; what is ambiguous or dangerous is refused with a clean answer."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002  DRF's signature
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401  any JSON value
        """Read the body within its limits."""
        encoding = _encoding_of(parser_context)
        if encoding not in {"", "identity"}:
            raise UnsupportedMediaType(encoding)
        body: bytes = stream.read(BODY_BYTES + 1)
        if len(body) > BODY_BYTES:
            raise TooLargeError
        return from_json(body)


def _encoding_of(context: Mapping[str, Any] | None) -> str:
    request = (context or {}).get("request")
    return str(request.headers.get("Content-Encoding", "")) if request is not None else ""


def from_json(body: bytes) -> Any:  # noqa: ANN401  any JSON value
    """Read JSON strictly: each key once, no NaN, no NUL, no lone surrogate, bounded depth and numbers.

    The first reader checks form, UTF-8, surrogates and depth at native speed; the second keeps numbers exact.
    """
    try:
        orjson.loads(body)
        value = json.loads(
            body,
            object_pairs_hook=_each_once,
            parse_int=_whole,
            parse_float=_exact,
            parse_constant=_no_constant,
        )
    except RecursionError as error:
        raise MalformedError(_("The JSON is nested too deep."), "too_deep") from error
    except ValueError as error:
        raise MalformedError from error
    _check(value)
    return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise MalformedError(_("A key stands twice in one object."), "duplicate_key")
    return found


def _whole(text: str) -> int:
    if len(text) > DIGITS:
        raise MalformedError(_("A number has too many digits."), "number_too_long")
    return int(text)


def _exact(text: str) -> Decimal:
    if len(text) > DIGITS:
        raise MalformedError(_("A number has too many digits."), "number_too_long")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise MalformedError from error
    if abs(number.adjusted()) > EXPONENT:
        raise MalformedError(_("A number is too large or too small."), "number_out_of_range")
    return number


def _no_constant(name: str) -> None:
    raise MalformedError(_("%(name)s is not a number in JSON.") % {"name": name}, "not_a_number")


def _check(value: Any) -> None:  # noqa: ANN401  any JSON value
    """Walk the value without recursion: its depth, and the NUL characters that no text field stores."""
    waiting = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEPTH:
            raise MalformedError(_("The JSON is nested too deep."), "too_deep")
        if isinstance(part, dict):
            waiting.extend((inner, depth + 1) for inner in part.values())
            waiting.extend((key, depth) for key in part)
        elif isinstance(part, list):
            waiting.extend((inner, depth + 1) for inner in part)
        elif isinstance(part, str) and "\x00" in part:
            raise MalformedError(_("Text must not contain NUL characters."), "nul")
