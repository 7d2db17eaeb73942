"""Addresses of projects, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from projects.views import details, imports, lists, members, milestones

app_name = "projects"

urlpatterns = [
    path("projects/", lists.project_list_page, name="list"),
    path("projects/new/", details.project_new, name="new"),
    path("projects/<uuid:project_id>/", details.project_detail, name="detail"),
    path("projects/<uuid:project_id>/edit/", details.project_edit, name="edit"),
    path("projects/<uuid:project_id>/archive/", details.project_archive_action, name="archive"),
    path("projects/<uuid:project_id>/restore/", details.project_restore_action, name="restore"),
    path("projects/<uuid:project_id>/history/", details.project_history, name="history"),
    path("projects/<uuid:project_id>/comments/", details.project_comments, name="comments"),
    path("projects/<uuid:project_id>/people/", members.member_list_page, name="members"),
    path("projects/<uuid:project_id>/people/new/", members.member_new, name="member_new"),
    path("projects/<uuid:project_id>/people/<uuid:member_id>/", members.member_edit, name="member_edit"),
    path("projects/<uuid:project_id>/grants/", members.grant_page, name="grants"),
    path("projects/<uuid:project_id>/milestones/", milestones.milestone_list_page, name="milestones"),
    path("projects/<uuid:project_id>/milestones/new/", milestones.milestone_new, name="milestone_new"),
    path("milestones/<uuid:milestone_id>/", milestones.milestone_detail, name="milestone"),
    path("milestones/<uuid:milestone_id>/edit/", milestones.milestone_edit, name="milestone_edit"),
    path("milestones/<uuid:milestone_id>/delete/", milestones.milestone_delete_action, name="milestone_delete"),
    path("milestones/<uuid:milestone_id>/undelete/", milestones.milestone_undelete_action, name="milestone_undelete"),
    path("import/", imports.import_center, name="imports"),
    path("import/<uuid:import_id>/", imports.import_page, name="import"),
    path("import/<uuid:import_id>/apply/", imports.import_apply_action, name="import_apply"),
    path("import/<uuid:import_id>/undo/", imports.import_undo_action, name="import_undo"),
]
