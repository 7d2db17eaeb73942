"""Addresses of the interface itself, below /api/v1/."""

from __future__ import annotations

from django.urls import path

from pmo_site.api import documentation

app_name = "api"

urlpatterns = [
    path("schema/", documentation.SchemaView.as_view(), name="schema"),
    path("docs/", documentation.docs_page, name="docs"),
]
