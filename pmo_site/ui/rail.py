"""The groups of the menu as links: every page has them twice, in the rail and in the sheet of narrow screens."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pmo_site.ui.level_tags import icon
from pmo_site.ui.menu import Group, Link

_NOTHING = SafeString("")


def rail_links(menu: Iterable[Group]) -> SafeString:
    """Every group with its title, if it has one, and its links."""
    return format_html_join(
        "",
        '{}<ul class="pm-nav">{}</ul>',
        ((_title(group), SafeString("".join(map(_link, group.items)))) for group in menu),  # each link is escaped
    )


def _title(group: Group) -> SafeString:
    return format_html('<p class="pm-nav-title">{}</p>', group.title) if group.title else _NOTHING


def _link(link: Link) -> SafeString:
    return format_html(
        '<li><a href="{}"{}{}>{}<span>{}</span>{}</a></li>',
        link.url,
        SafeString(' aria-current="page"') if link.current else _NOTHING,
        format_html(' data-pm-keys="g {}"', link.letter) if link.letter else _NOTHING,
        icon(link.icon),
        link.label,
        _badge(link.badge) if link.badge else _NOTHING,
    )


def _badge(count: int) -> SafeString:
    return format_html('<span class="pm-count">{}<span class="pm-hide"> {}</span></span>', count, gettext("waiting"))
