"""Addresses of projects, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.resources.urls import register_patterns
from projects.resources import projects
from projects.views import details, imports, members

app_name = "projects"

urlpatterns = [
    *register_patterns(projects),
    path("projects/<uuid:project_id>/", details.project_detail, name="detail"),
    path("projects/<uuid:project_id>/history/", details.project_history, name="history"),
    path("projects/<uuid:project_id>/people/", members.member_list_page, name="members"),
    path("projects/<uuid:project_id>/people/new/", members.member_new, name="member_new"),
    path("projects/<uuid:project_id>/people/<uuid:member_id>/", members.member_edit, name="member_edit"),
    path("projects/<uuid:project_id>/grants/", members.grant_page, name="grants"),
    path("import/", imports.import_center, name="imports"),
    path("import/<uuid:import_id>/", imports.import_page, name="import"),
    path("import/<uuid:import_id>/apply/", imports.import_apply_action, name="import_apply"),
    path("import/<uuid:import_id>/undo/", imports.import_undo_action, name="import_undo"),
]
