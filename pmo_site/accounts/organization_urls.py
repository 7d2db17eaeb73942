"""Addresses of settings, below their organization."""

from __future__ import annotations

from django.urls import path

from pmo_site.accounts.views import organization

urlpatterns = [
    path("settings/", organization.settings, name="settings"),
    path("settings/operating-model/", organization.switch, name="operating-model-switch"),
]
