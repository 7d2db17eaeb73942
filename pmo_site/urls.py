"""Every address of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pmo_site.accounts.urls")),
    path("", include("pmo_site.ui.urls")),
]
