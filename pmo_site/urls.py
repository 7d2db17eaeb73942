"""Every address of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from pmo_site.api.probes import healthz, readyz
from pmo_site.resources.api.urls import api_urls
from pmo_site.resources.resource import resources
from pmo_site.resources.urls import register_urls, shared_urls

handler400 = "pmo_site.ui.errors.bad_request"
handler403 = "pmo_site.ui.errors.permission_denied"
handler404 = "pmo_site.ui.errors.page_not_found"
handler500 = "pmo_site.ui.errors.server_error"

of_organization: list[URLPattern | URLResolver] = [
    path("", include("pmo_site.pages.urls")),
    path("", include("pmo_site.accounts.organization_urls")),
    path("", include("pmo_site.ui.organization_urls")),
    path("", include("pmo_site.console.urls")),
    path("", include("pmo_site.resources.imports.urls")),
    path("", include("pmo_site.resources.search.urls")),
    path("", include("pmo_site.files.urls")),
    path("", include("pmo_site.threads.urls")),
    path("", include("projects.urls")),
    path("", include("support_office.urls")),
    path("", include("portfolio.urls")),
    *(register_urls(resource) for resource in resources() if not resource.also),
    *shared_urls,
]

api_of_organization: list[URLPattern | URLResolver] = [
    path("", include("pmo_site.api.organization_urls")),
    path("", include("pmo_site.resources.imports.api_urls")),
    path("", include("pmo_site.resources.search.api_urls")),
    path("", include("pmo_site.console.api_urls")),
    path("", include("projects.api.urls")),
    path("", include("support_office.api.urls")),
    path("", include("portfolio.api.urls")),
    *(api_urls(resource) for resource in resources()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pmo_site.accounts.urls")),
    path("", include("pmo_site.ui.urls")),
    path("", include("pmo_site.platform.urls")),
    path("o/<slug:slug>/", include(of_organization)),
    path("api/v1/", include("pmo_site.api.urls")),
    path("api/v1/organizations/<slug:slug>/", include(api_of_organization)),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
