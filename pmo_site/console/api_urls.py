"""Addresses of the console over the API."""

from __future__ import annotations

from django.urls import path

from pmo_site.console.api import access, audit, grants

app_name = "api-console"

urlpatterns = [
    path("access/<uuid:person_id>/", access.AccessDetail.as_view(), name="access"),
    path("audit/", audit.AuditList.as_view(), name="audit"),
    path("grants/", grants.GrantList.as_view(), name="grants"),
    path("grants/<int:grant_id>/", grants.GrantDetail.as_view(), name="grant"),
    path("projects/<uuid:project_id>/grants/", grants.ProjectGrants.as_view(), name="project-grants"),
    path("projects/<uuid:project_id>/grants/history/", grants.ProjectGrantHistory.as_view(), name="grant-history"),
]
