"""POST with an Idempotency-Key: a repeated request gets the first one's answer and writes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

import orjson
from rest_framework.request import Request
from rest_framework.response import Response

from pmo_site.accounts.routing import actor_of_request
from pmo_site.api.errors import KeyInUseError, KeyMalformedError, KeyReusedError
from pmo_site.api.models import IdempotencyRecord
from pmo_site.api.rendering import to_json
from pmo_site.api.selectors import idempotency_record
from pmo_site.api.services.idempotency import idempotency_claim, idempotency_store
from pmo_site.api.uploads import comparable

Handler = Callable[..., Response]
KEY_CHARACTERS: Final = 200
_KEY: Final = re.compile(rf"[\x21-\x7e]{{1,{KEY_CHARACTERS}}}")
_KEPT: Final = ("ETag", "Location")


def idempotent(handler: Handler) -> Handler:
    """Run a POST once per key: replay its answer, 409 while it runs, 422 for the key of another request."""

    @wraps(handler)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401  a view's own arguments
        if "Idempotency-Key" not in request.headers:
            return handler(view, request, *args, **kwargs)
        key = request.headers["Idempotency-Key"]
        if not _KEY.fullmatch(key):
            raise KeyMalformedError
        caller_id, asked = _caller_of(request), _hash_of(request)
        if not idempotency_claim(caller_id=caller_id, key=key):
            raise KeyInUseError
        found = idempotency_record(caller_id, key)
        if found is not None:
            return _replay(found, asked)
        response = handler(view, request, *args, **kwargs)
        idempotency_store(
            caller_id=caller_id,
            key=key,
            request_hash=asked,
            status=response.status_code,
            headers={name: response.headers[name] for name in _KEPT if name in response.headers},
            body=to_json(response.data).decode(),
        )
        return response

    vars(once)["is_idempotent"] = True  # a test looks for it
    return once


def _caller_of(request: Request) -> UUID:
    """A token's keys are its own: neither its owner nor another token of the owner meets them."""
    actor = actor_of_request(request)
    return actor.bounds.token_id if actor.bounds else UUID(str(actor.user_id))


def _hash_of(request: Request) -> str:
    """What makes two requests the same: address, values, and the version that they were made from."""
    parts = [request.get_full_path(), comparable(request.data), request.headers.get("If-Match", "")]
    return hashlib.sha256(to_json(parts, sort_keys=True)).hexdigest()


def _replay(found: IdempotencyRecord, asked: str) -> Response:
    if found.request_hash != asked:
        raise KeyReusedError
    headers = {**found.headers, "Idempotent-Replayed": "true"}
    return Response(orjson.loads(found.body), status=found.status, headers=headers)
