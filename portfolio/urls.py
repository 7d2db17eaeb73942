"""Addresses of the portfolio, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from portfolio.views import candor, decisions, departments, matrix, overview, policy, project

app_name = "portfolio"

urlpatterns = [
    path("portfolio/", overview.overview, name="overview"),
    path("portfolio/compute/", overview.compute_all, name="compute_all"),
    path("portfolio/decisions/", decisions.decisions_page, name="decisions"),
    path("portfolio/departments/", departments.departments, name="departments"),
    path("portfolio/health/", matrix.matrix, name="matrix"),
    path("portfolio/candor/", candor.candor, name="candor"),
    path("portfolio/policy/", policy.policy_page, name="policy"),
    path("projects/<uuid:project_id>/health/", project.project_health, name="health"),
    path("projects/<uuid:project_id>/health/compute/", project.project_health_compute, name="compute"),
    path("projects/<uuid:project_id>/health/override/", project.override_new, name="override_new"),
    path("overrides/<uuid:override_id>/withdraw/", project.override_withdraw_action, name="override_withdraw"),
]
