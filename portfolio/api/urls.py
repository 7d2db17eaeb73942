"""Addresses of the portfolio, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from portfolio.api import health

app_name = "api-portfolio"

urlpatterns = [
    path("portfolio/health/", health.PortfolioHealth.as_view(), name="overview"),
    path("projects/<uuid:project_id>/health/", health.ProjectHealthDetail.as_view(), name="health"),
]
