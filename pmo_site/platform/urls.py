"""Addresses of the operators' pages."""

from __future__ import annotations

from django.urls import path

from pmo_site.platform import admin
from pmo_site.platform.site import platform

urlpatterns = [path("platform/", platform.urls)]
REGISTERED = (admin.OrganizationAdmin,)
"""What the site serves; importing it registers it."""
