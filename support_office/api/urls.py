"""Addresses of the support office, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from support_office.api import distribution, exposures, logs, reports, schedule

app_name = "api-support-office"

urlpatterns = [
    path("reports/owed/", schedule.OwedReports.as_view(), name="owed"),
    path("reports/<uuid:report_id>/", reports.ReportDetail.as_view(), name="report"),
    path("reports/<uuid:report_id>/submit/", reports.ReportSubmit.as_view(), name="submit"),
    path("reports/<uuid:report_id>/accept/", reports.ReportAccept.as_view(), name="accept"),
    path("reports/<uuid:report_id>/return/", reports.ReportReturn.as_view(), name="return"),
    path("reports/<uuid:report_id>/deliveries/", distribution.Deliveries.as_view(), name="deliveries"),
    path("projects/<uuid:project_id>/reports/", reports.ReportList.as_view(), name="reports"),
    path("projects/<uuid:project_id>/report-schedule/", schedule.Schedule.as_view(), name="schedule"),
    path("projects/<uuid:project_id>/raise/", logs.Raise.as_view(), name="raise"),
    path("risk-exposure/", exposures.Exposure.as_view(), name="exposure"),
    path("projects/<uuid:project_id>/risk-exposure/", exposures.ProjectExposure.as_view(), name="project_exposure"),
    path("triage/", logs.Queue.as_view(), name="triage"),
    path("actions/<uuid:action_id>/finish/", logs.Finish.as_view(), name="action_finish"),
    path("actions/<uuid:action_id>/reopen/", logs.Reopen.as_view(), name="action_reopen"),
    path("risks/<uuid:risk_id>/convert/", logs.Convert.as_view(), name="risk_convert"),
    *(
        path(f"risks/<uuid:risk_id>/{name}/", view.as_view(), name=f"risk_{name}")
        for name, view in logs.RISK_DEEDS.items()
    ),
    *(
        path(f"issues/<uuid:issue_id>/{name}/", view.as_view(), name=f"issue_{name}")
        for name, view in logs.ISSUE_DEEDS.items()
    ),
]
