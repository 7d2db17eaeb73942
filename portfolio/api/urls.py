"""Addresses of the portfolio, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from portfolio.api import candor, dashboard, decisions, groups, health, overrides, policy

app_name = "api-portfolio"

urlpatterns = [
    path("portfolio/health/", health.PortfolioHealth.as_view(), name="overview"),
    path("portfolio/health/compute/", health.PortfolioCompute.as_view(), name="compute_all"),
    path("portfolio/summary/", dashboard.Summary.as_view(), name="summary"),
    path("portfolio/departments/", dashboard.Departments.as_view(), name="departments"),
    path("portfolios/<uuid:portfolio_id>/totals/", groups.PortfolioTotals.as_view(), name="portfolio_totals"),
    path("programs/<uuid:program_id>/totals/", groups.ProgramTotals.as_view(), name="program_totals"),
    path("portfolio/decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("portfolio/candor/", candor.Candor.as_view(), name="candor"),
    path("portfolio/policy/", policy.Policy.as_view(), name="policy"),
    path("portfolio/policy/preview/", policy.PolicyPreview.as_view(), name="policy_preview"),
    path("portfolio/policy/versions/", policy.PolicyVersions.as_view(), name="policy_versions"),
    path("portfolio/policy/versions/<int:number>/", policy.PolicyVersion.as_view(), name="policy_version"),
    path("projects/<uuid:project_id>/health/", health.ProjectHealthDetail.as_view(), name="health"),
    path("projects/<uuid:project_id>/overrides/", overrides.OverrideList.as_view(), name="overrides"),
    path("overrides/<uuid:override_id>/", overrides.OverrideDetail.as_view(), name="override"),
]
