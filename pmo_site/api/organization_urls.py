"""Addresses of the organization's own lists, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.api import files, jobs, notices, threads

app_name = "api-organization"

urlpatterns = [
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.JobDetail.as_view(), name="job"),
    path("files/<uuid:file_id>/", files.FileDetail.as_view(), name="file"),
    path("threads/<slug:kind>/<uuid:record_id>/comments/", threads.CommentList.as_view(), name="comments"),
    path("threads/<slug:kind>/<uuid:record_id>/attachments/", threads.AttachmentList.as_view(), name="attachments"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/read-all/", notices.NoticesReading.as_view(), name="notices-read-all"),
    path("notices/preferences/", notices.Preferences.as_view(), name="notice-preferences"),
    path("notices/<uuid:notice_id>/read/", notices.NoticeReading.as_view(), name="notice-read"),
]
