"""Addresses within an organization, reversed once for each route: a page names some hundred of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import get_script_prefix, reverse

_SLUG: Final = f"slug-{uuid4().hex}"
_IDS: Final = tuple(uuid4() for _ in range(4))
"""What stands in an address until it is asked for, and nowhere else."""


def address_of(route: str, slug: str, **ids: UUID) -> str:
    """The address of a route for an organization and for records by their ids; what `reverse` gives."""
    found = _pattern(route, tuple(ids), settings.ROOT_URLCONF, get_script_prefix())
    for mark, key in zip(_IDS, ids.values(), strict=False):
        found = found.replace(str(mark), str(key))
    return found.replace(_SLUG, slug)


@lru_cache(maxsize=1024)
def _pattern(route: str, names: tuple[str, ...], _urls: str, _prefix: str) -> str:
    return reverse(route, kwargs={"slug": _SLUG, **dict(zip(names, _IDS, strict=False))})
