"""A brand color is shown as chosen where it can be read, and as the nearest shade that can be where it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.brand import DARK, LIGHT, STEPS, Shades, Theme, palette, reading
from pmo_site.kernel.contrast import TEXT_CONTRAST, NoColorError, contrast, mix, parse_color
from tests.ui.test_contrast import TOKENS

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def both(color: str) -> list[tuple[Theme, Shades]]:
    return [(LIGHT, palette(color).light), (DARK, palette(color).dark)]


def test_the_formula_gives_published_ratios() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#ff0000") == pytest.approx(3.998, abs=0.001)


@pytest.mark.parametrize("text", ["#2450C4", "2450c4", " #2450c4 ", "＃２４５０ｃ４"])
def test_a_color_is_understood_as_people_write_it(text: str) -> None:
    assert parse_color(text) == "#2450c4"


def test_a_short_color_is_written_out() -> None:
    assert parse_color("#25c") == "#2255cc"


@pytest.mark.parametrize("text", ["", "red", "#12", "#1234", "#12345g", "#1234567", "#2450c4;}", "rgb(1,2,3)"])
def test_what_names_no_color_is_refused(text: str) -> None:
    with pytest.raises(NoColorError):
        parse_color(text)


@given(COLORS)
def test_every_color_gets_shades_that_can_be_read_in_both_themes(color: str) -> None:
    for theme, shades in both(color):
        surfaces = (*theme.surfaces, shades.soft)
        for shade in (shades.shown.color, shades.hover):
            assert min(contrast(shade, each) for each in (*surfaces, theme.text)) >= TEXT_CONTRAST
        assert min(contrast(text, shades.soft) for text in theme.texts_on_soft) >= TEXT_CONTRAST


@given(COLORS)
def test_a_shade_is_the_nearest_one_and_the_chosen_color_where_that_passes(color: str) -> None:
    for theme, shades in both(color):
        if shades.chosen.passes:
            assert shades.shown.color == color
            continue
        ladder = [mix(color, theme.pole, step / STEPS) for step in range(STEPS + 1)]
        assert not any(reading(each, theme).passes for each in ladder[: ladder.index(shades.shown.color)])


def test_no_color_can_be_read_on_both_pages_so_that_one_theme_always_gets_a_shade() -> None:
    """The lightest ink that a light page bears is darker than the darkest that a dark page bears."""
    assert contrast(LIGHT.surfaces[0], DARK.surfaces[-1]) < TEXT_CONTRAST**2


@pytest.mark.parametrize(("theme", "index"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_the_pages_are_those_of_the_style_sheet(theme: Theme, index: int) -> None:
    assert theme.surfaces == tuple(TOKENS[f"pm-{name}"][index] for name in ("bg", "card", "card-2"))
    assert theme.card == TOKENS["pm-card"][index]
    assert theme.text == TOKENS["pm-on-brand"][index]
    assert theme.texts_on_soft == tuple(TOKENS[f"pm-{name}"][index] for name in ("ink", "muted"))
