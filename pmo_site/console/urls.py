"""Addresses of the console, below their organization."""

from __future__ import annotations

from django.urls import path

from pmo_site.console.views import people, tokens

urlpatterns = [
    path("people/<uuid:person_id>/invitation/", people.invite, name="person-invite"),
    path("people/<uuid:person_id>/roles/", people.change_role, name="person-roles"),
    path("console/tokens/", tokens.tokens, name="tokens"),
    path("console/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="console-token-revoke"),
    path("console/tokens/<uuid:token_id>/restore/", tokens.restore, name="console-token-restore"),
]
