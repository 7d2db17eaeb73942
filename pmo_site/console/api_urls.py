"""Addresses of the console over the API."""

from __future__ import annotations

from django.urls import path

from pmo_site.console.api import access, audit, denials

app_name = "api-console"

urlpatterns = [
    path("access/<uuid:person_id>/", access.AccessDetail.as_view(), name="access"),
    path("audit/", audit.AuditList.as_view(), name="audit"),
    path("audit/denied/", denials.DenialList.as_view(), name="denials"),
]
