"""A page that shows a secret once: whoever sends its form again is led elsewhere, and nothing is made twice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


class ShownOnceResponse(HttpResponse):
    """The page, and where its repeated form leads with which words; the page itself is kept nowhere."""

    def __init__(self, request: HttpRequest, template: str, context: dict[str, Any], *, again: str, words: str) -> None:
        super().__init__(render_to_string(template, context, request))
        self.again = again
        self.words = words
