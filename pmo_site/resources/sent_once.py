"""A form that is sent twice, by a double click or after a lost connection, has its effect once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase

from pmo_site.accounts.shown_once import ShownOnceResponse
from pmo_site.api.rendering import to_json
from pmo_site.api.selectors import idempotency_record
from pmo_site.api.services.idempotency import idempotency_store, idempotency_wait
from pmo_site.api.uploads import comparable

PAGES: Final = "/o/"
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
_SENDER: Final = "rashinban.sent_once"


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who sent which form; kept from before the view, which may have signed them out."""

    caller_id: UUID
    key: str


class SentOnceMiddleware:
    """Answers a repeated form with the first one's answer.

    Django masks the token of every form that it renders anew, so that token, address and values together are the same
    for one rendered form sent twice, and for nothing else. The second waits for the first one's transaction; a refused
    form leaves no trace and can be sent again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Keep what a form led to, in the tenant's transaction: if and only if its effect is kept."""
        response = self.get_response(request)
        sender: _Sender | None = request.META.get(_SENDER)
        led = _led_to(request, response) if sender is not None else None
        if sender is not None and led is not None:
            idempotency_store(
                caller_id=sender.caller_id,
                key=sender.key,
                request_hash="",
                status=HTTPStatus.FOUND,
                headers={"Location": led.address},
                body=json.dumps(led.told),
            )
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Answer at once what was answered before; a forged form was refused by now."""
        is_form = request.method == "POST" and request.path_info.startswith(PAGES) and TOKEN in request.POST
        if not (is_form and request.user.is_authenticated):
            return None
        caller_id, key = UUID(str(request.user.pk)), _key_of(request)
        idempotency_wait(caller_id=caller_id, key=key)
        found = idempotency_record(caller_id, key)
        if found is None:
            request.META[_SENDER] = _Sender(caller_id, key)
            return None
        for level, text, tags in json.loads(found.body):
            messages.add_message(request, level, text, extra_tags=tags)
        return HttpResponseRedirect(found.headers["Location"])


@dataclass(frozen=True, slots=True)
class _Led:
    """Where a form that took effect leads, and what is said there."""

    address: str
    told: list[tuple[int, str, str]]


def _led_to(request: HttpRequest, response: HttpResponseBase) -> _Led | None:
    """None where the form had no effect. A page that shows a secret is not kept: its form sent again only says so."""
    if isinstance(response, HttpResponseRedirectBase):
        return _Led(response.url, _told(request))
    if isinstance(response, ShownOnceResponse):
        return _Led(response.again, [(messages.INFO, response.words, "")])
    return None


def _key_of(request: HttpRequest) -> str:
    values = {**comparable(request.POST), **comparable(request.FILES)}
    return f"form:{hashlib.sha256(to_json([request.get_full_path(), values], sort_keys=True)).hexdigest()}"


def _told(request: HttpRequest) -> list[tuple[int, str, str]]:
    """What this request says to its reader; what earlier ones said is not its word."""
    queued = getattr(messages.get_messages(request), "_queued_messages", [])  # looked at, not taken
    return [(each.level, str(each.message), each.extra_tags or "") for each in queued]
