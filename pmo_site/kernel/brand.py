"""An organization's own color: how well it can be read as chosen, and the nearest shades that can.

The color fills buttons that carry text and is the color of links, which are text on the page; so in either theme it
has to reach 4.5:1 against both (and with that the 3:1 of marks). No color does so on a light and on a dark page alike:
the light theme gets the nearest darker shade, the dark theme the nearest lighter one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pmo_site.kernel.contrast import TEXT_CONTRAST, contrast, mix

STEPS: Final = 255
PRODUCT_COLOR: Final = "#2450c4"
"""The product's own color, for organizations that chose none."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a brand color stands on and carries: the same colors as in pm.css, and where its shades go."""

    surfaces: tuple[str, ...]
    card: str
    text: str
    texts_on_soft: tuple[str, ...]
    pole: str
    soft: float
    hover: float


LIGHT: Final = Theme(
    surfaces=("#f4f6f9", "#ffffff", "#f8fafc"),
    card="#ffffff",
    text="#ffffff",
    texts_on_soft=("#162033", "#5b6576"),
    pole="#000000",
    soft=0.1,
    hover=0.25,
)
DARK: Final = Theme(
    surfaces=("#0d131f", "#151d2c", "#1a2436"),
    card="#151d2c",
    text="#0b1530",
    texts_on_soft=("#e8edf6", "#9aa7bd"),
    pole="#ffffff",
    soft=0.12,
    hover=0.4,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A color's contrast in one theme: to the text it carries, and to the page where that is weakest."""

    color: str
    to_text: float
    to_page: float

    @property
    def passes(self) -> bool:
        """Whether buttons and links of this color can be read."""
        return min(self.to_text, self.to_page) >= TEXT_CONTRAST


@dataclass(frozen=True, slots=True)
class Shades:
    """What one theme makes of a color: as it was chosen, as it is shown, under the pointer, and as a tint."""

    chosen: Reading
    shown: Reading
    hover: str
    soft: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The shades of both themes."""

    light: Shades
    dark: Shades


@lru_cache(maxsize=256)
def palette(color: str) -> Palette:
    """The shades of a color: the same for the same color, and as near to it as can be read."""
    return Palette(_shades(color, LIGHT), _shades(color, DARK))


def reading(color: str, theme: Theme) -> Reading:
    """How well a color can be read in a theme; its own tint is a page that it stands on too."""
    surfaces = (*theme.surfaces, mix(theme.card, color, theme.soft))
    return Reading(color, contrast(color, theme.text), min(contrast(color, each) for each in surfaces))


def _shades(color: str, theme: Theme) -> Shades:
    steps = (reading(mix(color, theme.pole, step / STEPS), theme) for step in range(STEPS + 1))
    shown = next(each for each in steps if each.passes)
    return Shades(
        chosen=reading(color, theme),
        shown=shown,
        hover=mix(shown.color, theme.pole, theme.hover),
        soft=mix(theme.card, shown.color, theme.soft),
    )
