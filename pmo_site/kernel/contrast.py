"""Contrast of colors, written as #rrggbb.

Relative luminance and contrast ratio as WCAG 2.2 defines them (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and
#dfn-contrast-ratio), for its success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (marks and controls, 3:1).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

TEXT_CONTRAST: Final = 4.5
MARK_CONTRAST: Final = 3.0
_COLOR: Final = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")


class NoColorError(ValueError):
    """A text that names no color."""


def parse_color(text: str) -> str:
    """A color as people write it (`#2450C4`, `2450c4`, `#25c`, full-width), as #rrggbb."""
    found = _COLOR.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        raise NoColorError(text)
    digits = found[1]
    return "#" + (digits if len(digits) > len("rgb") else "".join(2 * digit for digit in digits))


def luminance(color: str) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(color: str, other: str, share: float) -> str:
    """A color with so much of another one in it."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (its - own) * share):02x}" for own, its in pairs)


def _channels(color: str) -> list[int]:
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  the formula's own
