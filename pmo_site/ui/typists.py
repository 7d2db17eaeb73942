"""Every form says whose page it stood on, so that what is kept of it goes back to that account and to no other."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

MARK: Final = "typed_by"
"""The hidden field; `{% csrf_token %}` renders it beside the token."""
MARK_SECONDS: Final = 7 * 86_400
"""A page may stand open over a weekend and a day of leave."""
_SIGNER: Final = signing.TimestampSigner(salt="pmo_site.ui.typists")


def mark_of(request: HttpRequest) -> str:
    """The signed id of who reads the page; nothing where nobody is signed in. One mark a request."""
    if not request.user.is_authenticated:
        return ""
    made: str | None = request.META.get(MARK)
    if made is None:
        made = request.META[MARK] = _SIGNER.sign(UUID(str(request.user.pk)).hex)
    return made


def typist_of(mark: str) -> UUID | None:
    """Whose page a form stood on, if the mark is ours and not too old."""
    try:
        return UUID(_SIGNER.unsign(mark, max_age=MARK_SECONDS))
    except (signing.BadSignature, ValueError):
        return None
