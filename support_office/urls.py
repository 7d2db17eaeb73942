"""Addresses of the support office, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from support_office.views import deeds, owed, reports, schedule

app_name = "support_office"

urlpatterns = [
    path("reports/", owed.owed_page, name="owed"),
    path("reports/remind/", owed.remind_all_action, name="remind_all"),
    path("reports/<uuid:report_id>/", reports.report_page, name="report"),
    path("reports/<uuid:report_id>/edit/", reports.report_edit, name="edit"),
    path("reports/<uuid:report_id>/submit/", deeds.report_submit_action, name="submit"),
    path("reports/<uuid:report_id>/accept/", deeds.report_accept_action, name="accept"),
    path("reports/<uuid:report_id>/return/", deeds.report_return_action, name="return"),
    path("reports/<uuid:report_id>/answer/", deeds.ask_answer_action, name="answer"),
    path("reports/<uuid:report_id>/answer/undo/", deeds.ask_reopen_action, name="answer_undo"),
    path("projects/<uuid:project_id>/reports/", reports.report_list_page, name="reports"),
    path("projects/<uuid:project_id>/reports/new/", reports.report_new, name="new"),
    path("projects/<uuid:project_id>/reports/schedule/", schedule.schedule_edit, name="schedule"),
    path("projects/<uuid:project_id>/reports/remind/", owed.remind_one_action, name="remind"),
]
