"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pmo_site.ui.views import stories

handler400 = "pmo_site.ui.errors.bad_request"
handler403 = "pmo_site.ui.errors.permission_denied"
handler404 = "pmo_site.ui.errors.page_not_found"
handler500 = "pmo_site.ui.errors.server_error"

of_organization: list[URLPattern | URLResolver] = [
    path("", include("pmo_site.pages.urls")),
    path("", include("pmo_site.accounts.organization_urls")),
    path("", include("projects.urls")),
    path("", include("portfolio.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("o/<slug:slug>/", include(of_organization)),
    path("", include("pmo_site.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.STORIES:
    urlpatterns.append(path("ui/", stories))
