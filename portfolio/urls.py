"""Addresses of the portfolio, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from portfolio import views

app_name = "portfolio"

urlpatterns = [
    path("portfolio/", views.overview, name="overview"),
    path("projects/<uuid:project_id>/health/", views.project_health, name="health"),
    path("projects/<uuid:project_id>/health/compute/", views.project_health_compute, name="compute"),
]
