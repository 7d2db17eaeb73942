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
from pmo_site.resources.search.selectors import Find, Finds

ICON = "file-text"
"""For registers that stand in their owner and not on the rail."""


@dataclass(frozen=True, slots=True)
class FindLine:
    """A find with its address; `owner` is the record that it belongs to, in words."""

    code: str
    title: str
    url: str
    owner: str


@dataclass(frozen=True, slots=True)
class FindGroup:
    """The finds of one register; `more_url` is its list, narrowed to the same words, where it holds others."""

    key: str
    label: Words
    icon: str
    lines: tuple[FindLine, ...]
    more_url: str


def find_groups(found: Iterable[Finds], *, slug: str, typed: str) -> list[FindGroup]:
    """Everything found, register by register."""
    return [
        FindGroup(
            key=each.resource.key,
            label=capfirst(each.resource.many),
            icon=icon_of(each.resource),
            lines=tuple(_line(row, slug) for row in each.rows),
            more_url=f"{reverse(f'{each.resource.key}:list', kwargs={'slug': slug})}?{urlencode({'q': typed})}"
            if each.more
            else "",
        )
        for each in found
    ]


def icon_of(resource: Resource) -> str:
    """The register's own icon, as on the rail."""
    return resource.menu.icon if resource.menu else ICON


def find_url(found: Find, slug: str) -> str:
    """The page of a find."""
    return reverse(f"{found.resource.key}:detail", kwargs={"slug": slug, found.resource.parameter: found.id})


def _line(found: Find, slug: str) -> FindLine:
    code = found.code if found.code != found.title else ""
    return FindLine(code, found.title or found.code, find_url(found, slug), named(found.owner))
