"""In which language a program is answered that names none."""

from __future__ import annotations

from typing import Protocol, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


class SpokenRequest(HttpRequest):
    """A request whose language Django's middleware has found."""

    LANGUAGE_CODE: str


class Speaks(Protocol):
    """An account or an organization's settings."""

    language: str


def speak_as(request: HttpRequest, account: Speaks, organization: Speaks) -> None:
    """Answer in the account's language, else the organization's, unless the request itself names one of ours.

    It stays in force until the next request's is found, as whatever Django's middleware puts in force.
    """
    if _names_one(request):
        return
    translation.activate(account.language or organization.language)
    cast("SpokenRequest", request).LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


def _names_one(request: HttpRequest) -> bool:
    named = [code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    return any(_is_ours(code) for code in (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), *named))


def _is_ours(code: str) -> bool:
    try:
        get_supported_language_variant(code)
    except LookupError:
        return False
    return True
