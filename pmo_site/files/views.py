"""The one address of every file."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.files.answers import file_answer
from pmo_site.files.selectors import file_open


@require_safe
@lists(Right.ORGANIZATION_VIEW)
def file_download(request: ActorRequest, slug: str, file_id: UUID) -> FileResponse:  # noqa: ARG001  the edge resolved it
    """Hand a file to who may read what it hangs on; to everybody else it is missing."""
    found = file_open(actor=request.actor, file_id=file_id)
    if found is None:
        raise Http404
    return file_answer(*found)
