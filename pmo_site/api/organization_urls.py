"""Addresses of the organization's own lists, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import include, path

from pmo_site.api import acts, files, jobs, notices, thread_records, threads

app_name = "api-organization"

of_record = [
    path("comments/", threads.CommentList.as_view(), name="comments"),
    path("comments/<uuid:comment_id>/", thread_records.CommentDetail.as_view(), name="comment"),
    path("comments/<uuid:comment_id>/undelete/", thread_records.CommentReturn.as_view(), name="comment-undelete"),
    path("attachments/", threads.AttachmentList.as_view(), name="attachments"),
    path("attachments/<uuid:attachment_id>/", thread_records.AttachmentDetail.as_view(), name="attachment"),
    path(
        "attachments/<uuid:attachment_id>/undelete/",
        thread_records.AttachmentReturn.as_view(),
        name="attachment-undelete",
    ),
]

urlpatterns = [
    path("acts/", acts.ActList.as_view(), name="acts"),
    path("acts/<uuid:act_id>/undo/", acts.ActUndo.as_view(), name="act-undo"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/bulk/", jobs.JobBulk.as_view(), name="job-bulk"),
    path("jobs/<uuid:job_id>/", jobs.JobDetail.as_view(), name="job"),
    path("jobs/<uuid:job_id>/retry/", jobs.JobRetry.as_view(), name="job-retry"),
    path("jobs/<uuid:job_id>/cancel/", jobs.JobCancel.as_view(), name="job-cancel"),
    path("files/<uuid:file_id>/", files.FileDetail.as_view(), name="file"),
    path("threads/<slug:kind>/<uuid:record_id>/", include(of_record)),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/read-all/", notices.NoticesReading.as_view(), name="notices-read-all"),
    path("notices/preferences/", notices.Preferences.as_view(), name="notice-preferences"),
    path("notices/<uuid:notice_id>/read/", notices.NoticeReading.as_view(), name="notice-read"),
]
