"""Forms that are sent by script, so that a lost connection does not lose what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.http.response import HttpResponseRedirectBase

HEADER = "PM-Save"
"""Sent by static/js/app.js with a form; without it every form is answered as a browser expects."""


class SavedFormMiddleware:
    """Tells a script where to go, as it may not read the address of a redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Turn the redirect after a saved form into an answer that names the address; cookies stay with it."""
        response = self.get_response(request)
        if HEADER not in request.headers or not isinstance(response, HttpResponseRedirectBase):
            return response
        named = JsonResponse({"location": response.url})
        named.cookies = response.cookies
        return named
