"""What the API itself refuses, beside what services and the policy refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException


class CsrfError(APIException):
    """A write in a session comes without the session's token."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "csrf_failed"
    default_detail = _("Send the token of the csrftoken cookie in X-CSRFToken.")


class MalformedError(APIException):
    """The body is no JSON that this API reads."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "malformed"
    default_detail = _("The body is not valid JSON.")


class TooLargeError(APIException):
    """The body is larger than the limit."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = _("The body is too large.")


class PreconditionMissingError(APIException):
    """A write does not say which version it was made from."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = _("Send the ETag that you read in If-Match, so that nobody's change is lost.")


class KeyMalformedError(APIException):
    """An idempotency key that is empty, too long or not printable."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "idempotency_key_malformed"
    default_detail = _("An Idempotency-Key has 1 to 200 printable ASCII characters.")


class KeyInUseError(APIException):
    """The first request with this key is still at work."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "idempotency_running"
    default_detail = _("The first request with this Idempotency-Key is still running. Try again shortly.")
    wait = 1


class KeyReusedError(APIException):
    """The key was used for another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was used for another request. Take a new one.")
