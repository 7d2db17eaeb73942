"""The address of the search, below /api/v1/organizations/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.resources.search import api

app_name = "api-search"

urlpatterns = [path("search/", api.Search.as_view(), name="search")]
