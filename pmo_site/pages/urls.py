"""Addresses of the composed pages, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.pages import jobs, views

urlpatterns = [
    path("", views.home, name="home"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.job, name="job"),
    path("jobs/<uuid:job_id>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<uuid:job_id>/retry/", jobs.retry, name="job-retry"),
]
