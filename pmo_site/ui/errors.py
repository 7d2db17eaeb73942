"""Error pages: what happened, what to do next, and the request id that support asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Render the page of a status; the same body for every cause, so that nothing is told by it."""
    body = render_to_string(
        f"{status}.html", {"request_id": getattr(request, "request_id", ""), "status": status}, request=request
    )
    return HttpResponse(body, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """400."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """403."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """404, the same for what is missing and for what may not be known."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """403 for a form that was not ours or has grown old."""
    return error_page(request, 403)
