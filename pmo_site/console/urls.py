"""Addresses of the console, below their organization."""

from __future__ import annotations

from django.urls import include, path

from pmo_site.console.views import access, audit, files, home, numbering, people, tokens

pages = [
    path("", home.home, name="home"),
    path("access/", access.access, name="access"),
    path("roles/", access.roles, name="roles"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit-export"),
    path("audit/denied/", audit.denials, name="denials"),
    path("files/", files.files, name="files"),
    path("numbering/", numbering.numbering, name="numbering"),
    path("grants/", access.grants, name="grants"),
    path("grants/<int:grant_id>/withdraw/", access.withdraw, name="grant-withdraw"),
]

urlpatterns = [
    path("people/<uuid:person_id>/invitation/", people.invite, name="person-invite"),
    path("people/<uuid:person_id>/roles/", people.change_role, name="person-roles"),
    path("console/", include((pages, "console"))),
    path("console/tokens/", tokens.tokens, name="tokens"),
    path("console/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="console-token-revoke"),
    path("console/tokens/<uuid:token_id>/restore/", tokens.restore, name="console-token-restore"),
]
