"""Addresses of the interface inside an organization, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.ui.brand import brand_sheet

urlpatterns = [path("brand-<slug:mark>.css", brand_sheet, name="brand-sheet")]
