"""Pages travel compressed; everything else as it is."""

from __future__ import annotations

from django.http.request import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compress HTML for who accepts it; Django adds bytes by chance, so that its length tells nothing of a secret.

    The API's answers keep the strong ETag that a write must repeat, and downloads their own encoding.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave alone what is no page."""
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
