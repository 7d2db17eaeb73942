"""A brand color in numbers and samples: what it reaches as chosen, and the shades that are shown instead."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.brand import DARK, LIGHT, Palette, Shades, Theme, palette
from pmo_site.kernel.contrast import TEXT_CONTRAST

_LIGHT_KEPT = _(
    "Light theme: %(chosen)s stays as chosen, with %(text)s:1 to the text on it and %(page)s:1 to the page "
    "(%(limit)s:1 is needed)."
)
_LIGHT_SHADED = _(
    "Light theme: %(chosen)s reaches only %(text)s:1 to the text on it and %(page)s:1 to the page (%(limit)s:1 is "
    "needed). %(shown)s, the nearest darker shade that does, is shown instead: %(shown_text)s:1 and %(shown_page)s:1."
)
_DARK_KEPT = _(
    "Dark theme: %(chosen)s stays as chosen, with %(text)s:1 to the text on it and %(page)s:1 to the page "
    "(%(limit)s:1 is needed)."
)
_DARK_SHADED = _(
    "Dark theme: %(chosen)s reaches only %(text)s:1 to the text on it and %(page)s:1 to the page (%(limit)s:1 is "
    "needed). %(shown)s, the nearest lighter shade that does, is shown instead: %(shown_text)s:1 and %(shown_page)s:1."
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a theme makes of the color, to be drawn: the card, a button with its text, a tint with a link on it."""

    theme: Promise
    page: str
    card: str
    fill: str
    text: str
    soft: str
    ink: str


def brand_samples(color: str) -> tuple[Sample, Sample]:
    """A color in both themes."""
    shades = palette(color)
    return _sample(_("Light theme"), LIGHT, shades.light), _sample(_("Dark theme"), DARK, shades.dark)


def _sample(name: Promise, theme: Theme, shades: Shades) -> Sample:
    fill, ink = shades.shown.color, theme.texts_on_soft[0]
    return Sample(name, theme.surfaces[0], theme.card, fill, theme.text, shades.soft, ink)


def brand_words(shades: Palette | None) -> list[str]:
    """What becomes of a chosen color in either theme."""
    if shades is None:
        return [gettext("The product's own color returns.")]
    return [
        _words(shades.light, _LIGHT_KEPT, _LIGHT_SHADED),
        _words(shades.dark, _DARK_KEPT, _DARK_SHADED),
        gettext("The colors of states (on track, at risk, off track) stay as they are."),
    ]


def _words(shades: Shades, kept: Promise, shaded: Promise) -> str:
    chosen, shown = shades.chosen, shades.shown
    return str(kept if chosen.passes else shaded) % {
        "chosen": chosen.color,
        "text": _ratio(chosen.to_text),
        "page": _ratio(chosen.to_page),
        "limit": _ratio(TEXT_CONTRAST),
        "shown": shown.color,
        "shown_text": _ratio(shown.to_text),
        "shown_page": _ratio(shown.to_page),
    }


def _ratio(value: float) -> str:
    """Two places, never rounded up to a limit that is not reached."""
    return f"{floor(value * 100) / 100:.2f}"
