"""How a single grant that was given or taken back is told, with its way back."""

from __future__ import annotations

from django.contrib import messages

from pmo_site.accounts.acts import ActKind
from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.views.acts import tell_with_way_back
from projects.selectors import SingleGrant
from projects.services.undoing import GRANT_GIVEN, GRANT_WITHDRAWN, grant_facts


def tell_given(request: ActorRequest, words: str, grant: SingleGrant | None) -> None:
    """Say that a right is granted; there is a way back where it was not held before (None)."""
    _tell(request, words, GRANT_GIVEN, grant)


def tell_withdrawn(request: ActorRequest, words: str, grant: SingleGrant | None) -> None:
    """Say that a right is taken back; there is a way back where it was held (not None)."""
    _tell(request, words, GRANT_WITHDRAWN, grant)


def _tell(request: ActorRequest, words: str, kind: ActKind, grant: SingleGrant | None) -> None:
    if grant is None:
        messages.success(request, words)
        return
    match = request.resolver_match
    page = "console" if match and "console" in match.namespaces else "project"
    tell_with_way_back(request, words, kind, grant_facts(grant, page=page))
