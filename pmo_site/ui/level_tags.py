"""Icons and levels: shape, word and color; part of `{% load pm %}`."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pmo_site.ui import parts
from pmo_site.ui.sprite import ICONS, OWN_SYMBOLS

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """One icon of the sprite; without a label it is decoration. An unknown name fails."""
    if name not in ICONS and name not in OWN_SYMBOLS:
        raise template.TemplateSyntaxError(f"No icon named {name!r}: add it to pmo_site/ui/sprite.py.")
    return _icon(str(name), str(extra), str(label))


@lru_cache(maxsize=1024)
def _icon(name: str, extra: str, label: str) -> SafeString:
    """Drawn once: a page shows a hundred of them, and the sprite's address holds while the process lives."""
    classes = f"pm-icon {extra}".strip()
    address = f"{static('vendor/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address)


@register.simple_tag
def level_word(level: str) -> str:
    """The word of a level in the reader's language."""
    return str(parts.LEVEL_WORDS[level])


def level_mark(level: str) -> SafeString:
    """The shape of a level in its color."""
    return icon(f"level-{level}", f"pm-mark-{level}")


@register.simple_tag
def health_badge(level: str | None, url: str = "") -> SafeString:
    """A level as shape, word and color; None is grey. With an address it is a link to the reason."""
    return _health("pm-level", level or "grey", url, hidden=False)


@register.simple_tag
def health_cell(level: str | None, url: str = "", *, words: bool = False) -> SafeString:
    """A dense cell of a heat map; the word is hidden to the eye unless `words`, and always there."""
    return _health("pm-cell", level or "grey", url, hidden=not words)


def _health(shape: str, level: str, url: str, *, hidden: bool) -> SafeString:
    inside = _level(level, str(parts.LEVEL_WORDS[level]), hidden=hidden)
    if url:
        return format_html('<a class="{} pm-{}" href="{}">{}</a>', shape, level, url, inside)
    return format_html('<span class="{} pm-{}">{}</span>', shape, level, inside)


@lru_cache(maxsize=64)
def _level(level: str, word: str, *, hidden: bool) -> SafeString:
    word_html = format_html('<span class="pm-hide">{}</span>', word) if hidden else format_html("<span>{}</span>", word)
    return icon(f"level-{level}") + word_html
