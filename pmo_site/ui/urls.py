"""Addresses of the user interface itself: the language switch, and the stories where settings allow them."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pmo_site.ui import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.STORIES:
    urlpatterns += [
        path("ui/", views.stories, name="stories"),
        path("ui/entrance/", views.entrance_story, name="stories-entrance"),
        path("ui/error/<int:status>/", views.error_story, name="stories-error"),
    ]
