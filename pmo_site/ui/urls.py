"""Addresses of the interface itself: the language switch, a kept form, and the stories where settings allow them."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from pmo_site.ui import kept_page, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/setlang/", transaction.non_atomic_requests(set_language), name="set_language"),
    path("me/kept/", kept_page.kept_page, name="kept-form"),
]
if settings.STORIES:
    urlpatterns += [
        path("ui/", views.stories, name="stories"),
        path("ui/entrance/", views.entrance_story, name="stories-entrance"),
        path("ui/error/<int:status>/", views.error_story, name="stories-error"),
    ]
