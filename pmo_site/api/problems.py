"""Every error as application/problem+json (RFC 9457), in the reader's language, with a code and the request's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core import exceptions as core
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from pmo_site.accounts.refusals import PROBLEM_WORDS
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.tenancy.keyset import CursorError

PROBLEM_TYPE: Final = "application/problem+json"
WHOLE: Final = "non_field_errors"
ERRORS_SHOWN: Final = 50
RETRY_SECONDS: Final = 5
"""A database that was restarted serves again within so many seconds."""

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error: its code, its title, and what the caller can do."""

    code: str
    title: Text
    detail: Text


KINDS: Final[Mapping[int, Kind]] = {
    400: Kind("bad_request", _("The request could not be read"), _("Correct what is named and send it again.")),
    401: Kind("not_authenticated", _("Nobody is signed in"), _("Sign in first.")),
    403: Kind(
        "permission_denied",
        _("You have no right to this"),
        _("Ask a PMO manager to give you the right. A token also needs a scope that names it."),
    ),
    404: Kind("not_found", _("Not found"), _("The record does not exist, or it is not open to you.")),
    405: Kind("method_not_allowed", _("Method not allowed"), _("This address does not answer this method.")),
    406: Kind("not_acceptable", _("Only JSON is offered"), _("Accept application/json.")),
    409: Kind("conflict", _("The request clashes with another"), _("Read the record again, then decide.")),
    412: Kind("stale", _("The record was changed meanwhile"), _("Read it again and repeat your change on it.")),
    413: Kind("too_large", _("The body is too large"), _("Send less at once.")),
    415: Kind("unsupported_media_type", _("Only JSON is read"), _("Send application/json in UTF-8, uncompressed.")),
    422: Kind("rule", _("The values break a rule"), _("Correct the fields that are named.")),
    428: Kind("precondition_required", _("If-Match is missing"), _("Send the ETag that you read in If-Match.")),
    429: Kind(
        "too_many_requests", _("Too many requests"), _("Wait for as many seconds as Retry-After says, then try again.")
    ),
    500: Kind("internal", _("Something went wrong on our side"), _("Nothing was saved. Try again later.")),
    503: Kind("unavailable", _("Out of service for a short time"), _("Try again shortly.")),
}

KEY_REFUSED: Final = _(
    "This key opens nothing here: it may have expired, been revoked or be used from outside its networks."
    " Its owner sees it under API tokens."
)
"""Said of every key that is refused, whatever the reason."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, for a program and for a reader; no field name is the whole request."""

    field: str
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One error answer before it is written."""

    status: int
    code: str = ""
    detail: Text = ""
    errors: Iterable[FieldError] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_body(problem: Problem, request_id: str) -> dict[str, Any]:
    """The members of RFC 9457 and ours: `code`, `request_id`, and `errors` at their fields where there are any."""
    kind = KINDS.get(problem.status) or KINDS[500 if problem.status >= 500 else 400]  # noqa: PLR2004  server errors
    code = problem.code or kind.code
    body: dict[str, Any] = {
        "type": f"/api/v1/docs/#problem-{kind.code}",
        "title": str(kind.title),
        "status": problem.status,
        "detail": str(problem.detail or kind.detail),
        "code": code,
        "request_id": request_id,
        **problem.extra,
    }
    errors = [
        {"field": each.field, "code": each.code, "message": str(each.message)}
        for each in list(problem.errors)[:ERRORS_SHOWN]
    ]
    return body | ({"errors": errors} if errors else {})


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: what was written is rolled back, whatever the error was.

    None for what nobody foresaw: Django then logs it and the middleware answers 500.
    """
    problem = problem_of(error)
    if problem is None:
        return None
    set_rollback()
    request_id = str(getattr(context["request"], "request_id", ""))
    body = problem_body(problem, request_id)
    return Response(body, status=problem.status, headers=dict(problem.headers), content_type=PROBLEM_TYPE)


def problem_of(error: Exception) -> Problem | None:
    """The answer to an exception; None for one that nobody foresaw."""
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, StaleError):
        return Problem(412, extra={"current_version": error.current_version})
    if isinstance(error, RuleError):
        return Problem(422, errors=[_refused(each.field, each.code) for each in error.problems])
    if isinstance(error, CursorError):
        words = _("This cursor is not from this list. Start at its first page.")
        return Problem(400, "cursor", words)
    if isinstance(error, OperationalError | InterfaceError):
        return Problem(503, headers={"Retry-After": str(RETRY_SECONDS)})
    return next((Problem(status) for kinds, status in _FORESEEN if isinstance(error, kinds)), None)


_FORESEEN: Final[tuple[tuple[tuple[type[Exception], ...], int], ...]] = (
    ((Http404,), 404),
    ((core.PermissionDenied,), 403),
    ((core.RequestDataTooBig,), 413),
    ((core.SuspiciousOperation, core.ValidationError, DataError, RecursionError), 400),
    ((IntegrityError,), 409),
)


_SAID_OUR_WAY = (
    exceptions.NotAcceptable,
    exceptions.NotAuthenticated,
    exceptions.AuthenticationFailed,
    exceptions.NotFound,
    exceptions.MethodNotAllowed,
    exceptions.PermissionDenied,
    exceptions.UnsupportedMediaType,
)


_TOLD_BY_FRAMEWORK: Final = {"auth_header": "WWW-Authenticate", "wait": "Retry-After"}
"""What its views leave on an error, and the header that says it."""


def _refused(name: str, code: str) -> FieldError:
    return FieldError(name, code, PROBLEM_WORDS.get(code, _("This value is not accepted.")))


def _of_framework(error: exceptions.APIException) -> Problem:
    headers = {}
    for attribute, header in _TOLD_BY_FRAMEWORK.items():
        if value := getattr(error, attribute, None):
            headers[header] = str(value)
    if isinstance(error, exceptions.ValidationError):
        return Problem(400, "invalid", errors=list(_flattened(error.get_full_details())), headers=headers)
    code = error.get_codes()
    detail: Text = error.detail if isinstance(error.detail, str) else ""
    if isinstance(error, _SAID_OUR_WAY):
        code, detail = "", KEY_REFUSED if isinstance(error, exceptions.AuthenticationFailed) else ""
    return Problem(error.status_code, code if isinstance(code, str) else "", detail, headers=headers)


def _flattened(details: Any, path: str = "") -> Iterator[FieldError]:  # noqa: ANN401  DRF's nested details
    """DRF's nested lists and dictionaries as one list of fields."""
    if isinstance(details, dict) and "message" in details and "code" in details:
        yield FieldError(path, str(details["code"]), str(details["message"]))
    elif isinstance(details, dict):
        for name, inner in details.items():
            place = path if name == WHOLE else f"{path}.{name}" if path else str(name)
            yield from _flattened(inner, place)
    elif isinstance(details, list):
        for inner in details:
            yield from _flattened(inner, path)
