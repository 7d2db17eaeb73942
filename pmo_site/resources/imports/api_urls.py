"""Addresses of imports, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.resources.imports import api, api_mappings

app_name = "api-imports"

urlpatterns = [
    path("imports/", api.ImportList.as_view(), name="imports"),
    path("imports/<uuid:import_id>/", api.ImportDetail.as_view(), name="import"),
    path("imports/<uuid:import_id>/rows/", api.ImportRows.as_view(), name="rows"),
    path("imports/<uuid:import_id>/apply/", api.ImportApply.as_view(), name="apply"),
    path("imports/<uuid:import_id>/undo/", api.ImportUndo.as_view(), name="undo"),
    path("imports/<uuid:import_id>/cancel/", api.ImportCancel.as_view(), name="cancel"),
    path("import-mappings/", api_mappings.MappingList.as_view(), name="mappings"),
    path("import-mappings/<uuid:mapping_id>/", api_mappings.MappingDetail.as_view(), name="mapping"),
    path("import-mappings/<uuid:mapping_id>/undelete/", api_mappings.MappingUndelete.as_view(), name="undelete"),
]
