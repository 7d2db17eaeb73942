"""Error pages in both languages with the request id; they depend on nothing that may have failed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language

from pmo_site.ui.keeping import form_of_an_older_page

RETRY_SECONDS: Final = 5
"""A database that was restarted serves again within so many seconds."""
_AWAY = (OperationalError, InterfaceError)


@dataclass(frozen=True, slots=True)
class Words:
    """What happened and what to do next, in one language."""

    title: str
    text: str


PAGES: Final[dict[int, dict[str, Words]]] = {
    400: {
        "en": Words("The request could not be read", "Go back and try again. Very long or broken input is refused."),
        "ja": Words(
            "要求を読み取れませんでした",
            "前の画面に戻り、もう一度お試しください。長すぎる入力や壊れた入力は受け付けません。",
        ),
    },
    403: {
        "en": Words("You have no right to this", "Ask a PMO manager of your organization to give you the right."),
        "ja": Words("権限がありません", "組織のPMOマネージャーに権限の付与を依頼してください。"),
    },
    404: {
        "en": Words(
            "Page not found", "The address is wrong, or the record is not open to you. Search, or start at home."
        ),
        "ja": Words(
            "ページが見つかりません", "アドレスが違うか、閲覧できない記録です。検索するか、ホームから開いてください。"
        ),
    },
    413: {
        "en": Words("The file or form is too large", "Send a smaller file, or split it into parts."),
        "ja": Words("ファイルまたは入力が大きすぎます", "小さいファイルにするか、分けて送ってください。"),
    },
    429: {
        "en": Words("Too many attempts", "Wait a few minutes, then try again."),
        "ja": Words("試行回数が上限を超えました", "数分待ってから、もう一度お試しください。"),
    },
    500: {
        "en": Words(
            "Something went wrong on our side", "Nothing was saved. Try again; if it stays, send us the number below."
        ),
        "ja": Words(
            "システム側で問題が起きました", "保存されていません。もう一度試し、続く場合は下の番号をお知らせください。"
        ),
    },
    503: {
        "en": Words("Out of service for a short time", "Maintenance or heavy load. Try again in a few minutes."),
        "ja": Words("一時的に利用できません", "保守中または混雑しています。数分後にもう一度お試しください。"),
    },
}


def error_page(request: HttpRequest | None, status: int) -> HttpResponse:
    """The page of a status, the reader's language first, without any query or context processor."""
    first = "en" if (get_language() or "ja").startswith("en") else "ja"
    order = (first, "ja" if first == "en" else "en")
    context = {
        "status": status,
        "lang": first,
        "parts": [(language, PAGES[status][language]) for language in order],
        "error_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(render_to_string("error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400; a body over the limit is a 413."""
    too_large = type(exception).__name__ in {"RequestDataTooBig", "TooManyFilesSent", "TooManyFieldsSent"}
    return error_page(request, 413 if too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """handler403."""
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001  Django's signature
    """CSRF_FAILURE_VIEW; one's own form from before the last sign-in is shown again, to be sent with a new token."""
    return form_of_an_older_page(request) or error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's signature
    """handler404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; a database that is away or too slow is no fault of ours and soon over, which 503 says.

    Django calls this while it handles the exception, wherever it was raised: in a view or in a middleware.
    """
    if isinstance(sys.exception(), _AWAY):
        return unavailable(request)
    return error_page(request, 500)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """For views that limit attempts."""
    return error_page(request, 429)


def unavailable(request: HttpRequest) -> HttpResponse:
    """For maintenance and for a database that cannot be reached."""
    page = error_page(request, 503)
    page.headers["Retry-After"] = str(RETRY_SECONDS)
    return page
