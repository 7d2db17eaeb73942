"""Addresses of the composed pages, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.pages import (
    demo_removal,
    first_steps,
    inbox,
    job_deeds,
    jobs,
    own_jobs,
    palette,
    periodic,
    shortcuts,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("first-steps/", first_steps.choose, name="first-steps"),
    path("demo/", demo_removal.removal, name="demo-removal"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/own/", own_jobs.own_jobs, name="own-jobs"),
    path("jobs/periodic/", periodic.periodic_jobs, name="periodic-jobs"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/bulk/", job_deeds.bulk, name="jobs-bulk"),
    path("jobs/undo/", job_deeds.undo, name="jobs-undo"),
    path("jobs/<uuid:job_id>/cancel/", job_deeds.cancel, name="job-cancel"),
    path("jobs/<uuid:job_id>/retry/", job_deeds.retry, name="job-retry"),
    path("palette/", palette.palette, name="palette"),
    path("shortcuts/", shortcuts.shortcuts, name="shortcuts"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read-all/", inbox.read_all, name="notices-read-all"),
    path("inbox/unread/", inbox.unread, name="notices-unread"),
    path("inbox/settings/", inbox.preferences, name="notice-preferences"),
    path("inbox/<uuid:notice_id>/open/", inbox.notice_open, name="notice-open"),
    path("inbox/<uuid:notice_id>/read/", inbox.notice_read, name="notice-read"),
]
