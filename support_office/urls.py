"""Addresses of the support office, below /o/<slug>/."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import URLPattern, URLResolver, include, path

from pmo_site.accounts.routing import Finder
from support_office import resources  # noqa: F401  declares the logs, whose addresses the site places
from support_office.views import conversion, deeds, finishing, owed, raising, reports, scale, schedule, triage
from support_office.views.log_parts import find_issue, find_risk

app_name = "support_office"

_ACTIONS = [
    path("finish/", finishing.finish_page, name="finish"),
    path("reopen/", finishing.reopen_action, name="reopen"),
]
_RISKS = [
    path("risk-scale/", scale.scale_page, name="scale"),
    path("projects/<uuid:project_id>/raise/", raising.raise_page, name="raise"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", owed.owed_page, name="owed"),
    path("reports/remind/", owed.remind_all_action, name="remind_all"),
    path("reports/<uuid:report_id>/", reports.report_page, name="report"),
    path("reports/<uuid:report_id>/edit/", reports.report_edit, name="edit"),
    path("reports/<uuid:report_id>/submit/", deeds.report_submit_action, name="submit"),
    path("reports/<uuid:report_id>/accept/", deeds.report_accept_action, name="accept"),
    path("reports/<uuid:report_id>/return/", deeds.report_return_action, name="return"),
    path("reports/<uuid:report_id>/distribute/", deeds.report_distribute_action, name="distribute"),
    path("reports/<uuid:report_id>/answer/", deeds.ask_answer_action, name="answer"),
    path("reports/<uuid:report_id>/answer/undo/", deeds.ask_reopen_action, name="answer_undo"),
    path("projects/<uuid:project_id>/reports/", reports.report_list_page, name="reports"),
    path("projects/<uuid:project_id>/reports/new/", reports.report_new, name="new"),
    path("projects/<uuid:project_id>/reports/schedule/", schedule.schedule_edit, name="schedule"),
    path("projects/<uuid:project_id>/reports/remind/", owed.remind_one_action, name="remind"),
    path("triage/", include(([path("", triage.triage_page, name="queue")], "triage"))),
    path("", include((_RISKS, "risks"))),
    path("actions/<uuid:action_id>/", include((_ACTIONS, "actions"))),
]

_DEEDS: Mapping[str, triage.Deed] = {
    "accept": triage.accept, "return": triage.give_back, "merge": triage.merge, "act": conversion.make_action,
}  # fmt: skip
_KINDS: tuple[tuple[str, Finder, Mapping[str, triage.Deed]], ...] = (
    ("risk", find_risk, {**_DEEDS, "convert": conversion.convert}),
    ("issue", find_issue, _DEEDS),
)
urlpatterns += [
    path(f"{kind}s/<uuid:{kind}_id>/{name}/", triage.deed_view(deed, find, f"{kind}_{name}"), name=f"{kind}_{name}")
    for kind, find, deeds_of_kind in _KINDS
    for name, deed in deeds_of_kind.items()
]
