"""Addresses of files, below /o/<slug>/."""

from __future__ import annotations

from django.urls import path

from pmo_site.files import views

app_name = "files"

urlpatterns = [path("files/<uuid:file_id>/", views.file_download, name="download")]
