"""Files over the API."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes

from pmo_site.api.endpoints import ApiRequest, ApiView
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists_by
from pmo_site.api.schema import describe
from pmo_site.files.answers import file_answer
from pmo_site.files.selectors import file_open


def _told_by_its_record(**_parts: object) -> None:
    """A token reads a file by the scope of what it hangs on, which its reader asks; exports are for people."""


@declares(GET=lists_by(_told_by_its_record, "who reads what the file hangs on"))
class FileDetail(ApiView):
    """The content of a file."""

    @describe("file_get", _("Download a file"), tag="threads", answer=OpenApiTypes.BINARY, media="*/*")
    def get(self, request: ApiRequest, slug: str, file_id: UUID) -> FileResponse:  # noqa: ARG002  the edge resolved it
        """For who may read what it hangs on; an export for who asked for it, for a day."""
        query_of(request)
        found = file_open(actor=request.actor, file_id=file_id)
        if found is None:
            raise Http404
        return file_answer(*found)
