"""The stories with the error pages of the site, and the addresses of sign-in, which its middleware knows."""

from __future__ import annotations

from django.urls import include, path

from pmo_site.ui import views

urlpatterns = [
    path("", include("pmo_site.ui.urls")),
    path("accounts/", include("pmo_site.accounts.entrance_urls")),
    path("ui/", views.stories, name="stories"),
    path("ui/entrance/", views.entrance_story),
    path("ui/error/<int:status>/", views.error_story),
]
handler400 = "pmo_site.ui.errors.bad_request"
handler403 = "pmo_site.ui.errors.permission_denied"
handler404 = "pmo_site.ui.errors.page_not_found"
handler500 = "pmo_site.ui.errors.server_error"
