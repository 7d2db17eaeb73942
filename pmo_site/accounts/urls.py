"""Addresses of the way in and of one's own account."""

from __future__ import annotations

from django.urls import include, path

from pmo_site.accounts.views import account

urlpatterns = [
    path("", account.organizations, name="organizations"),
    path("me/", account.me, name="me"),
    path("accounts/", include("pmo_site.accounts.entrance_urls")),
]
