"""Addresses of the organization's own lists, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.api import jobs

app_name = "api-organization"

urlpatterns = [
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.JobDetail.as_view(), name="job"),
]
