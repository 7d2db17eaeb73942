"""Addresses of settings, of one's own tokens and acts, below their organization."""

from __future__ import annotations

from django.urls import path

from pmo_site.accounts.views import acts, organization, tokens

urlpatterns = [
    path("acts/<uuid:act_id>/undo/", acts.undo, name="act-undo"),
    path("settings/", organization.settings, name="settings"),
    path("settings/operating-model/", organization.switch, name="operating-model-switch"),
    path("me/tokens/", tokens.own, name="my-tokens"),
    path("me/tokens/new/", tokens.new, name="token-new"),
    path("me/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("me/tokens/<uuid:token_id>/restore/", tokens.restore, name="token-restore"),
]
