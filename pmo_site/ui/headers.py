"""The outermost middleware: one strict policy and the other security headers on every response.

Being outermost, it covers static files, refusals, redirects and the answer to an exception alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponseBase

from pmo_site.files.answers import DOWNLOAD_POLICY

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
PERMISSIONS_POLICY: Final = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)
FIXED: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEPT: Final = "private, max-age=31536000, immutable"
"""For the reader's own browser, at an address that names its content; a view may say so of a style sheet alone."""
HSTS: Final = "max-age=31536000; includeSubDomains"
PUBLIC: Final = ("/static/",)


class SecurityHeadersMiddleware:
    """Sets the headers; views may not loosen them, and pages are never stored unless they are static.

    A file that is handed out keeps its own policy, which is stricter than the pages'.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then set every header on whatever the answer is."""
        try:
            response = self.get_response(request)
        except Exception as error:  # noqa: BLE001  the answer to any exception needs the headers as well
            response = response_for_exception(request, error)
        is_download = response.headers.get("Content-Security-Policy") == DOWNLOAD_POLICY
        for name, value in FIXED.items():
            response.headers[name] = value
        if is_download:
            response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
        if request.is_secure():
            response.headers["Strict-Transport-Security"] = HSTS
        if not _is_public(request.path_info) and not _is_kept(response):
            response.headers["Cache-Control"] = "no-store, private"
        response.headers.pop("Server", None)
        return response


def _is_kept(response: HttpResponseBase) -> bool:
    is_sheet = response.headers.get("Content-Type", "").startswith("text/css")
    return is_sheet and response.headers.get("Cache-Control") == KEPT


def _is_public(path: str) -> bool:
    static = str(settings.STATIC_URL or "/static/")
    return path.startswith((static, *PUBLIC)) or path in {"/favicon.ico", "/robots.txt"}
