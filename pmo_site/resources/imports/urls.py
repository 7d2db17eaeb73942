"""Addresses of the import center, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.resources.imports import mappings, views

app_name = "imports"

urlpatterns = [
    path("import/", views.import_center, name="center"),
    path("import/columns/", mappings.mapping_list_page, name="mappings"),
    path("import/columns/<uuid:mapping_id>/", mappings.mapping_page, name="mapping"),
    path("import/columns/<uuid:mapping_id>/delete/", mappings.mapping_delete_action, name="mapping_delete"),
    path("import/columns/<uuid:mapping_id>/undelete/", mappings.mapping_undelete_action, name="mapping_undelete"),
    path("import/<uuid:import_id>/", views.import_page, name="import"),
    path("import/<uuid:import_id>/apply/", views.import_apply_action, name="apply"),
    path("import/<uuid:import_id>/undo/", views.import_undo_action, name="undo"),
    path("import/<uuid:import_id>/cancel/", views.import_cancel_action, name="cancel"),
]
