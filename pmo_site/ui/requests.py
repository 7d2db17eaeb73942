"""A request id for every request, so that an error page, a log line and a history entry can be joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import structlog
from django.http import HttpRequest, HttpResponseBase

from pmo_site.kernel.ids import new_id


class NamedRequest(HttpRequest):
    """A request with its id."""

    request_id: str


class RequestIdMiddleware:
    """Names the request; the id is ours, never one that a client sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bind the id to the request and the log, and return it in a header."""
        request_id = str(new_id())
        cast("NamedRequest", request).request_id = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response
