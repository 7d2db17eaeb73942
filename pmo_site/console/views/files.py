"""Files and quota: what is used and allowed, what goes by itself, and the largest files with their records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.console.selectors.files import LARGEST, LargeFile, Share, largest_files, storage
from pmo_site.files.domain.kinds import KINDS
from pmo_site.files.models import Purpose
from pmo_site.ui.parts import Crumb


@dataclass(frozen=True, slots=True)
class Line:
    """A large file as its reader sees it."""

    name: str
    purpose: str
    size: int
    brought_by: str
    brought_at: datetime
    goes_at: datetime | None
    record: str
    url: str


@require_safe
@needs(Right.AUDIT_VIEW)
def files(request: ActorRequest, slug: str) -> HttpResponse:
    """The space of the organization; what the reader may not see counts, but has no name."""
    used = storage(request.actor)
    context = {
        "crumbs": [Crumb(_("Console"), reverse("console:home", kwargs={"slug": slug})), Crumb(_("Files and quota"))],
        "kinds": [(_kind(share.key), share) for share in used.kinds],
        "lines": [_line(large, slug) for large in largest_files(request.actor)],
        "most": LARGEST,
        "organization": request.organization,
        "purposes": _purposes(used.purposes),
        "storage": used,
    }
    return render(request, "console/files.html", context)


def _line(large: LargeFile, slug: str) -> Line:
    file, record = large.file, large.record
    by = file.uploaded_by.display(get_language() or "ja") if file.uploaded_by else file.system
    kind = capfirst(large.kind.model._meta.verbose_name) if large.kind else ""
    return Line(
        name=file.name if large.is_shown else "",
        purpose=str(Purpose(file.purpose).label),
        size=file.size,
        brought_by=by,
        brought_at=file.created_at,
        goes_at=large.goes_at,
        record=f"{kind}: {record}" if record is not None else "",
        url=large.kind.page(slug, record) if large.kind and record is not None else "",
    )


def _purposes(shares: Iterable[Share]) -> list[tuple[str, Share]]:
    return [(str(Purpose(share.key).label), share) for share in shares]


def _kind(content_type: str) -> str:
    """A kind of file by the ending that people know it by."""
    return next((end.upper() for end, kind in KINDS.items() if kind.content_type == content_type), content_type)
