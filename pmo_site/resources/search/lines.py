"""What was found, as it is shown: in the page, in the palette and over the API alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from pmo_site.resources.cells import named
from pmo_site.resources.fields import Words
from pmo_site.resources.resource import Resource
from pmo_site.resources.search.kinds import SearchedKind
from pmo_site.resources.search.selectors import Find, Finds
from pmo_site.resources.search.showing import Kind

ICON = "file-text"
"""For registers that stand in their owner and not on the rail."""


@dataclass(frozen=True, slots=True)
class FindLine:
    """A find with its address; `owner` is the record that it belongs to, in words, `said` what stands in it."""

    code: str
    title: str
    url: str
    owner: str
    said: str


@dataclass(frozen=True, slots=True)
class FindGroup:
    """The finds of one kind; where there are others, `more_url` is its list narrowed to the same words.

    `is_cut` where there are others and no list of them.
    """

    key: str
    label: Words
    icon: str
    lines: tuple[FindLine, ...]
    more_url: str
    is_cut: bool


def find_groups(found: Iterable[Finds], *, slug: str, typed: str) -> list[FindGroup]:
    """Everything found, kind by kind."""
    return [
        FindGroup(
            key=each.kind.key,
            label=capfirst(each.kind.many),
            icon=icon_of(each.kind),
            lines=tuple(_line(row, slug) for row in each.rows),
            more_url=_list_url(each.kind, slug, typed) if each.more else "",
            is_cut=each.more and isinstance(each.kind, SearchedKind),
        )
        for each in found
    ]


def icon_of(kind: Kind) -> str:
    """The kind's own icon, as on the rail."""
    if isinstance(kind, SearchedKind):
        return kind.icon
    return kind.menu.icon if kind.menu else ICON


def _list_url(kind: Kind, slug: str, typed: str) -> str:
    if not isinstance(kind, Resource):
        return ""
    return f"{reverse(f'{kind.key}:list', kwargs={'slug': slug})}?{urlencode({'q': typed})}"


def _line(found: Find, slug: str) -> FindLine:
    code = found.code if found.code != found.title else ""
    return FindLine(code, found.title or found.code, found.page(slug), named(found.owner), found.said)
