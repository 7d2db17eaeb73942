"""The address of the search, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.resources.search import views

urlpatterns = [path("search/", views.search_page, name="search")]
