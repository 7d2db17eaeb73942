"""Addresses of the console over the API."""

from __future__ import annotations

from django.urls import path

from pmo_site.console.api import access, audit, denials, files, grants, numbering, operating_model, settings

app_name = "api-console"

urlpatterns = [
    path("access/<uuid:person_id>/", access.AccessDetail.as_view(), name="access"),
    path("audit/", audit.AuditList.as_view(), name="audit"),
    path("grants/", grants.GrantList.as_view(), name="grants"),
    path("grants/<int:grant_id>/", grants.GrantDetail.as_view(), name="grant"),
    path("projects/<uuid:project_id>/grants/", grants.ProjectGrants.as_view(), name="project-grants"),
    path("projects/<uuid:project_id>/grants/history/", grants.ProjectGrantHistory.as_view(), name="grant-history"),
    path("audit/denied/", denials.DenialList.as_view(), name="denials"),
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/preview/", settings.SettingsPreview.as_view(), name="settings-preview"),
    path("settings/operating-model/", operating_model.OperatingModelDetail.as_view(), name="operating-model"),
    path("storage/", files.StorageDetail.as_view(), name="storage"),
    path("numbering/", numbering.NumberingList.as_view(), name="numbering"),
    path("numbering/<slug:kind>/", numbering.NumberingDetail.as_view(), name="numbering-detail"),
]
