"""Addresses of projects, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.resources.urls import register_patterns
from projects.resources import projects
from projects.views import details, members

app_name = "projects"

urlpatterns = [
    *register_patterns(projects),
    path("projects/<uuid:project_id>/", details.project_detail, name="detail"),
    path("projects/<uuid:project_id>/history/", details.project_history, name="history"),
    path("projects/<uuid:project_id>/comments/", details.project_comments, name="comments"),
    path("projects/<uuid:project_id>/people/", members.member_list_page, name="members"),
    path("projects/<uuid:project_id>/people/new/", members.member_new, name="member_new"),
    path("projects/<uuid:project_id>/people/<uuid:member_id>/", members.member_edit, name="member_edit"),
    path("projects/<uuid:project_id>/grants/", members.grant_page, name="grants"),
]
