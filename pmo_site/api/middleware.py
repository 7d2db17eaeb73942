"""Whatever refuses a request below /api/, the answer is a problem in JSON and never a page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from pmo_site.api.problems import KEY_REFUSED, KINDS, PROBLEM_TYPE, Problem, problem_body
from pmo_site.api.rendering import to_json
from pmo_site.tenancy.bearer import API_PATH, SCHEME, bearer_of

FIRST_ERROR: Final = 400
_KEPT = (
    "Allow",
    "RateLimit-Limit",
    "RateLimit-Policy",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "Vary",
    "WWW-Authenticate",
)


class ProblemMiddleware:
    """Stands outside everything that may refuse: sessions, tenant, limits of Django itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; an error that is no problem yet becomes one."""
        response = self.get_response(request)
        if not request.path_info.startswith(API_PATH) or response.status_code < FIRST_ERROR:
            return response
        if response.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
            return response
        return _as_problem(request, response)


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    status = response.status_code
    with translation.override(_language_of(request)):
        body = problem_body(_problem(request, status), str(getattr(request, "request_id", "")))
    answer = HttpResponse(to_json(body), status=status, content_type=PROBLEM_TYPE)
    answer.cookies = response.cookies
    for name in _KEPT:
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    if KINDS.get(status) is KINDS[401] and "WWW-Authenticate" not in answer.headers:
        answer.headers["WWW-Authenticate"] = SCHEME
    return answer


def _problem(request: HttpRequest, status: int) -> Problem:
    is_key = status == HTTPStatus.UNAUTHORIZED and bearer_of(request) is not None
    return Problem(status, detail=KEY_REFUSED if is_key else "")


def _language_of(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "")) or translation.get_language_from_request(request)
