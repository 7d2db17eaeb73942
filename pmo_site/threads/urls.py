"""Addresses of threads, below /o/<slug>/."""

from __future__ import annotations

from django.urls import include, path

from pmo_site.threads import views

app_name = "threads"

of_record = [
    path("", views.thread_page, name="thread"),
    path("comments/", views.post, name="post"),
    path("comments/<uuid:comment_id>/edit/", views.edit, name="edit"),
    path("comments/<uuid:comment_id>/delete/", views.delete, name="delete"),
    path("comments/<uuid:comment_id>/undo/", views.undo, name="undo"),
    path("files/", views.attach, name="attach"),
    path("links/", views.link, name="link"),
    path("attachments/<uuid:attachment_id>/delete/", views.detach, name="detach"),
    path("attachments/<uuid:attachment_id>/undo/", views.reattach, name="reattach"),
]

urlpatterns = [path("threads/<slug:kind>/<uuid:record_id>/", include(of_record))]
