"""Every request has an id: in its logs, its errors and the answer's header."""

from __future__ import annotations

import re
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from pmo_site.kernel.ids import new_id

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,40}")


class RequestIdMiddleware:
    """Names the request, binds the name to every log line, and returns it in X-Request-Id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take a well-formed id from the caller, or make one."""
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _GIVEN.fullmatch(given) else new_id().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # TenantRequest declares it
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response
