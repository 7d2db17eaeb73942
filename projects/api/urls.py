"""Addresses of the people of projects, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from projects.api import members

app_name = "api-members"

urlpatterns = [
    path("projects/<uuid:project_id>/members/", members.MemberList.as_view(), name="members"),
    path("members/<uuid:member_id>/", members.MemberDetail.as_view(), name="member"),
]
