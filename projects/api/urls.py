"""Addresses of projects, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from projects.api import members, milestones, projects

app_name = "api-projects"

urlpatterns = [
    path("projects/", projects.ProjectList.as_view(), name="list"),
    path("projects/<uuid:project_id>/", projects.ProjectDetail.as_view(), name="detail"),
    path("projects/<uuid:project_id>/archive/", projects.ProjectArchive.as_view(), name="archive"),
    path("projects/<uuid:project_id>/restore/", projects.ProjectRestore.as_view(), name="restore"),
    path("projects/<uuid:project_id>/history/", projects.ProjectHistory.as_view(), name="history"),
    path("projects/<uuid:project_id>/milestones/", milestones.MilestoneList.as_view(), name="milestones"),
    path("projects/<uuid:project_id>/members/", members.MemberList.as_view(), name="members"),
    path("milestones/<uuid:milestone_id>/", milestones.MilestoneDetail.as_view(), name="milestone"),
    path("milestones/<uuid:milestone_id>/undelete/", milestones.MilestoneUndelete.as_view(), name="undelete"),
    path("members/<uuid:member_id>/", members.MemberDetail.as_view(), name="member"),
]
