"""A form that is sent twice, by a double click or after a lost connection, has its effect once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase

from pmo_site.api.rendering import to_json
from pmo_site.api.selectors import idempotency_record
from pmo_site.api.services.idempotency import idempotency_store, idempotency_wait
from pmo_site.api.uploads import comparable

PAGES: Final = "/o/"
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
_KEY: Final = "rashinban.sent_once"


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
        key = request.META.get(_KEY)
        if key is not None and isinstance(response, HttpResponseRedirectBase):
            idempotency_store(
                caller_id=UUID(str(request.user.pk)),
                key=key,
                request_hash="",
                status=response.status_code,
                headers={"Location": response.url},
                body=json.dumps(_told(request)),
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
            request.META[_KEY] = key
            return None
        for level, text, tags in json.loads(found.body):
            messages.add_message(request, level, text, extra_tags=tags)
        return HttpResponseRedirect(found.headers["Location"])


def _key_of(request: HttpRequest) -> str:
    values = {**comparable(request.POST), **comparable(request.FILES)}
    return f"form:{hashlib.sha256(to_json([request.get_full_path(), values], sort_keys=True)).hexdigest()}"


def _told(request: HttpRequest) -> list[tuple[int, str, str]]:
    """What this request says to its reader; what earlier ones said is not its word."""
    queued = getattr(messages.get_messages(request), "_queued_messages", [])  # looked at, not taken
    return [(each.level, str(each.message), each.extra_tags or "") for each in queued]
