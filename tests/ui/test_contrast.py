"""Contrast of the color tokens by the WCAG 2.2 formula, light and dark."""

from __future__ import annotations

import re

import pytest

from tests.ui.sources import ROOT

TOKEN = re.compile(r"--(pm-[\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
CSS = (ROOT / "static" / "css" / "pm.css").read_text(encoding="utf-8")
ROOT_BLOCK = CSS[CSS.index(":root {") : CSS.index(':root[data-theme="light"]')]
TOKENS = {name: (light, dark) for name, light, dark in TOKEN.findall(ROOT_BLOCK)}

TEXT_PAIRS = [
    *((ink, surface) for ink in ("ink", "ink-2", "muted") for surface in ("bg", "card", "card-2")),
    *((ink, surface) for ink in ("brand", "red-ink", "amber-ink") for surface in ("bg", "card", "card-2")),
    ("on-brand", "brand"),
    ("on-brand", "brand-2"),
    ("brand", "brand-soft"),
    ("ink", "brand-soft"),
    ("ink", "red-soft"),
    ("red-ink", "red-soft"),
    *((f"{level}-text", f"{level}-cell") for level in ("green", "amber", "red", "grey", "blue")),
    *((f"score-{band}-text", f"score-{band}") for band in ("low", "mid", "high", "top")),
    ("rail-ink", "rail"),
    ("rail-ink", "rail-2"),
    ("rail-muted", "rail"),
    ("green-text", "card"),
]
MARK_PAIRS = [
    *((mark, "card") for mark in ("green", "amber", "red", "grey", "blue", "brand", "control")),
    ("control", "bg"),
    ("mark", "rail"),
    ("mark", "rail-2"),
]


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), TEXT_PAIRS, ids="-on-".join)
def test_text_is_readable(ink: str, surface: str, theme: int) -> None:
    assert contrast(TOKENS[f"pm-{ink}"][theme], TOKENS[f"pm-{surface}"][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "surface"), MARK_PAIRS, ids="-on-".join)
def test_marks_and_control_borders_stand_out(mark: str, surface: str, theme: int) -> None:
    assert contrast(TOKENS[f"pm-{mark}"][theme], TOKENS[f"pm-{surface}"][theme]) >= 3.0


def test_rank_can_be_read_as_lightness_without_color() -> None:
    """In the light theme worse is darker, in the dark theme worse is brighter or equal to amber's step."""
    light = [luminance(TOKENS[f"pm-{level}-cell"][0]) for level in ("green", "amber", "red")]
    assert light == sorted(light, reverse=True)
    dark = [luminance(TOKENS[f"pm-{level}-cell"][1]) for level in ("green", "amber", "red")]
    assert dark[0] < dark[1]
    assert dark[0] < dark[2]
