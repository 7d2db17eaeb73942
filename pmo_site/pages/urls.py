"""Addresses of the composed pages, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.pages import views

urlpatterns = [path("", views.home, name="home")]
