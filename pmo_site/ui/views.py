"""The stories: every component in every state on one page, for those who build pages and for the tests."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from pmo_site.ui import stories as cases
from pmo_site.ui.errors import PAGES, error_page
from pmo_site.ui.shell import FramedRequest


@transaction.non_atomic_requests
def stories(request: HttpRequest) -> HttpResponse:
    """Every component, with long Japanese text, unknown values, none, one and many."""
    cast("FramedRequest", request).shell = cases.story_shell()
    if "toast" in request.GET:
        messages.success(request, cases.TOAST, extra_tags="undo:/ui/")
        messages.error(request, cases.TOAST_ERROR)
    return render(request, "stories/all.html", cases.story_context(get_language() or "ja"))


@transaction.non_atomic_requests
def entrance_story(request: HttpRequest) -> HttpResponse:
    """The frame of the sign-in pages with a refused form."""
    return render(request, "stories/entrance.html", {"form": cases.SignInStory({"email": "nobody"})})


@transaction.non_atomic_requests
def error_story(request: HttpRequest, status: int) -> HttpResponse:
    """One error page."""
    if status not in PAGES:
        raise Http404
    return error_page(request, status)
