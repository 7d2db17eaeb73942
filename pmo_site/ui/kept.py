"""What somebody typed, kept for an hour in the browser's own session and sealed for the one account that typed it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from dataclasses import asdict, dataclass, replace
from typing import Final, Self
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

from pmo_site.ui.typists import MARK, typist_of

KEPT_SECONDS: Final = 3600
KEPT_BYTES: Final = 262_144
"""Of one form; more is not kept."""
KEY: Final = "kept_form"
"""Where a session keeps it."""
_KEPT_PATH: Final = re.compile(r"^/(?:o/[^/]+|me)/")
"""Forms of an organization and of one's own account; those of sign-in hold nothing that may be kept."""
_SECRET: Final = re.compile("password|token|secret", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it was sent: where to, from which page, its values; of files only that there were some."""

    address: str
    page: str
    fields: list[tuple[str, list[str]]]
    has_files: bool
    is_shown: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """What a request carries, but for secrets and what belongs to the page alone."""
        kept = [(name, values) for name, values in request.POST.lists() if name != MARK and not _SECRET.search(name)]
        return cls(request.get_full_path(), _page_of(request), kept, any(request.FILES.values()))

    @property
    def values(self) -> dict[str, list[str]]:
        """The values by name."""
        return dict(self.fields)


def form_keep(request: HttpRequest) -> KeptForm | None:
    """Keep what was sent and not answered, in place of anything kept before; nothing is stored or carried out.

    A form without a mark of ours is nobody's: what another site sends is never shown as if somebody had typed it. A
    form of another account than the one that is signed in is not kept either.
    """
    if request.method != "POST" or not _KEPT_PATH.match(request.path_info):
        return None
    try:
        typist = typist_of(request.POST.get(MARK, ""))
        kept = KeptForm.of(request)
    except (SuspiciousOperation, UnreadablePostError):
        return None
    is_own = not request.user.is_authenticated or UUID(str(request.user.pk)) == typist
    return kept if typist and is_own and _seal(request, typist, kept) else None


def kept_form(request: HttpRequest) -> KeptForm | None:
    """What was kept for who is signed in now; what was kept for anybody else is gone at first sight."""
    stored = request.session.get(KEY)
    if stored is None or not request.user.is_authenticated:
        return None
    user_id = UUID(str(request.user.pk))
    try:
        opened = _fernet(user_id).decrypt(stored.encode(), ttl=KEPT_SECONDS)
    except InvalidToken:
        form_forget(request)
        return None
    values = json.loads(zlib.decompress(opened))
    return KeptForm(**values | {"fields": [(name, given) for name, given in values["fields"]]})


def form_show(request: HttpRequest, kept: KeptForm) -> None:
    """Note that the reader was led to it once."""
    _seal(request, UUID(str(request.user.pk)), replace(kept, is_shown=True))


def form_forget(request: HttpRequest) -> None:
    """Keep it no longer."""
    request.session.pop(KEY, None)


def _seal(request: HttpRequest, user_id: UUID, kept: KeptForm) -> bool:
    written = json.dumps(asdict(kept)).encode()
    if len(written) > KEPT_BYTES:
        return False
    request.session[KEY] = _fernet(user_id).encrypt(zlib.compress(written)).decode()
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
    return True


def _fernet(user_id: UUID) -> MultiFernet:
    """Keys of one account: even beside the session's row nobody else's request opens it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"pmo_site.ui.kept:{user_id.hex}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on, as the browser tells it, if it lies in the same organization."""
    home = _KEPT_PATH.match(request.path_info)
    told = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if home and told.netloc == request.get_host() and told.path.startswith(home[0]):
        return told.path + (f"?{told.query}" if told.query else "")
    return request.get_full_path()
