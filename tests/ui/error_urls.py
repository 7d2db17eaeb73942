"""Addresses for tests of error pages."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
handler400 = "pmo_site.ui.errors.bad_request"
handler403 = "pmo_site.ui.errors.permission_denied"
handler404 = "pmo_site.ui.errors.page_not_found"
handler500 = "pmo_site.ui.errors.server_error"
