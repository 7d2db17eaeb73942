"""Addresses of the organization's own lists, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.api import directory, jobs, notices

app_name = "api-organization"

urlpatterns = [
    path("departments/", directory.DepartmentList.as_view(), name="departments"),
    path("people/", directory.PeopleList.as_view(), name="people"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.JobDetail.as_view(), name="job"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/read-all/", notices.NoticesReading.as_view(), name="notices-read-all"),
    path("notices/preferences/", notices.Preferences.as_view(), name="notice-preferences"),
    path("notices/<uuid:notice_id>/read/", notices.NoticeReading.as_view(), name="notice-read"),
]
