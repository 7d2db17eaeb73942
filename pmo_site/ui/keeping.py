"""What was typed when a session ended comes back after sign-in, in its form, to be sent again by who typed it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse

from pmo_site.ui.kept import KeptForm, form_forget, form_keep, form_show, kept_form
from pmo_site.ui.refill import refilled

PLACE = "#kept"
"""Where a page shows what came back."""


class KeptFormMiddleware:
    """Keeps a form that was answered with "sign in first", and fills it again on the page it stood on.

    The form is shown with a token of its own page and sent by the person; nothing sends it for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at the answer: most are passed on as they are, without a query."""
        kept = kept_form(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirectBase) and _asks_who(response.url):
            return _kept_until_known(request, response)
        if kept is None:
            return response
        if request.method == "POST" and request.get_full_path() == kept.address:
            form_forget(request)
        elif request.method == "GET" and request.get_full_path() == kept.page and not request.headers.get("HX-Request"):
            return _shown_again(request, response, kept)
        return response


def _asks_who(url: str) -> bool:
    """Whether an answer leads to sign-in, or to giving the password or a code again."""
    again = (reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))
    return urlsplit(url).path in (resolve_url(settings.LOGIN_URL), *again)


def _kept_until_known(request: HttpRequest, response: HttpResponseRedirectBase) -> HttpResponseBase:
    """Lead to sign-in and from there to the page of the form; a part of a page leads the whole page there."""
    kept = form_keep(request)
    to = response.url
    if kept is not None:
        to = f"{urlsplit(response.url).path}?{urlencode({'next': kept.page + PLACE})}"
    if request.headers.get("HX-Request"):
        is_read = request.method in {"GET", "HEAD"}  # a part that refreshes itself must not take away what is typed
        return HttpResponse(status=401) if is_read else HttpResponse(headers={"HX-Redirect": to})
    return response if kept is None else HttpResponseRedirect(to)


def form_of_an_older_page(request: HttpRequest) -> HttpResponseBase | None:
    """After a sign-in in another tab the page's token is worth nothing: show the form again with a new one."""
    kept = form_keep(request) if request.user.is_authenticated else None
    if kept is None:
        return None
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": kept.page + PLACE})
    return HttpResponseRedirect(kept.page + PLACE)


def _shown_again(request: HttpRequest, response: HttpResponseBase, kept: KeptForm) -> HttpResponseBase:
    """The page with its form filled; where the form is not there as it was, a page that shows the values alone."""
    filled = _filled(request, response, kept) if isinstance(response, HttpResponse) else None
    if filled is not None and isinstance(response, HttpResponse):
        response.content = filled.encode()
        return response
    is_fault = response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    if kept.is_shown or is_fault or isinstance(response, HttpResponseRedirectBase):
        return response
    form_show(request, kept)
    return HttpResponseRedirect(reverse("kept-form"))


def _filled(request: HttpRequest, response: HttpResponse, kept: KeptForm) -> str | None:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code != HTTPStatus.OK or not is_page:
        return None
    return refilled(
        response.content.decode(),
        url=kept.page,
        address=kept.address,
        values=kept.values,
        before=render_to_string("components/kept.html", {"has_files": kept.has_files}, request),
    )
