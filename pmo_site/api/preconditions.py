"""ETag and If-Match: a write says which version it was made from, so that nobody's change is lost."""

from __future__ import annotations

import re
from typing import Final

from rest_framework.request import Request

from pmo_site.api.errors import PreconditionMissingError
from pmo_site.kernel.conflicts import StaleError
from pmo_site.tenancy.models import EditableModel

_TAG: Final = re.compile(r'"([0-9a-f-]{36})-([0-9]{1,9})"')


def etag_of(record: EditableModel) -> str:
    """The strong validator of a record: its id and version."""
    return f'"{record.pk}-{record.version}"'


def expected_version(request: Request, record: EditableModel) -> int:
    """The version that a write was made from; StaleError where the header names another record or no version.

    `*` names no version and counts as missing.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise PreconditionMissingError
    for tag in header.split(","):
        found = _TAG.fullmatch(tag.strip())
        if found and found[1] == str(record.pk):
            return int(found[2])
    raise StaleError(record.version)


def is_known_to(request: Request, record: EditableModel) -> bool:
    """Whether the caller has this very version already (If-None-Match compares weakly)."""
    header = request.headers.get("If-None-Match", "")
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return bool(tags & {"*", etag_of(record)})
