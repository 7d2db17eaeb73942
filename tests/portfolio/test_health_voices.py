from __future__ import annotations

from datetime import date, timedelta

import pytest

from portfolio.domain.health import (
    Level,
    Override,
    OverrideError,
    candor_gap,
    shown_light,
    watermelons_oldest_first,
)

DAY = date(2026, 4, 1)


def override(level: Level = Level.AMBER, reason: str = "契約変更を反映済", days: int = 7) -> Override:
    return Override(level, reason, "pmo-manager", DAY, DAY + timedelta(days=days))


def test_the_candor_gap_counts_the_levels_between_computed_and_declared() -> None:
    assert candor_gap(Level.RED, Level.GREEN).steps == 2
    assert candor_gap(Level.AMBER, Level.GREEN).steps == 1
    assert candor_gap(Level.GREEN, Level.GREEN).steps == 0
    assert candor_gap(Level.GREEN, Level.RED).steps == -2


@pytest.mark.parametrize(
    ("computed", "declared"),
    [(Level.GREY, Level.GREEN), (Level.RED, Level.GREY), (Level.RED, None), (Level.BLUE, Level.GREEN)],
)
def test_a_gap_to_what_is_unknown_is_undefined(computed: Level, declared: Level | None) -> None:
    assert candor_gap(computed, declared).steps is None


def test_a_watermelon_is_green_outside_and_red_inside() -> None:
    assert candor_gap(Level.RED, Level.GREEN).is_watermelon
    assert not candor_gap(Level.AMBER, Level.GREEN).is_watermelon
    assert not candor_gap(Level.RED, Level.AMBER).is_watermelon
    assert not candor_gap(Level.GREY, Level.GREEN).is_watermelon


def test_watermelons_stand_oldest_first() -> None:
    red, fair = candor_gap(Level.RED, Level.GREEN), candor_gap(Level.RED, Level.RED)
    entries = [("P-1", DAY, red), ("P-2", DAY - timedelta(days=9), red), ("P-3", DAY - timedelta(days=99), fair)]
    entries.append(("P-0", DAY, red))
    assert [project for project, _, _ in watermelons_oldest_first(entries)] == ["P-2", "P-0", "P-1"]


def test_an_override_shows_the_computed_level_beside_it_and_ends_by_itself() -> None:
    standing = override()
    assert shown_light(Level.RED, [standing], DAY).level is Level.AMBER
    assert shown_light(Level.RED, [standing], DAY).computed is Level.RED
    assert shown_light(Level.RED, [standing], DAY + timedelta(days=7)).override == standing
    after = shown_light(Level.RED, [standing], DAY + timedelta(days=8))
    assert (after.level, after.override) == (Level.RED, None)
    assert shown_light(Level.RED, [standing], DAY - timedelta(days=1)).level is Level.RED


def test_the_latest_of_several_overrides_holds() -> None:
    later = Override(Level.GREEN, "検収完了", "pmo-manager", DAY + timedelta(days=2), DAY + timedelta(days=4))
    assert shown_light(Level.RED, [later, override()], DAY + timedelta(days=3)).level is Level.GREEN
    assert shown_light(Level.RED, [later, override()], DAY + timedelta(days=5)).level is Level.AMBER


@pytest.mark.parametrize(
    ("level", "reason", "days", "code"),
    [
        (Level.AMBER, "  ", 7, "reason_missing"),
        (Level.AMBER, "because", -1, "ends_before_start"),
        (Level.GREY, "because", 7, "level_not_declarable"),
        (Level.BLUE, "because", 7, "level_not_declarable"),
    ],
)
def test_an_override_needs_a_level_a_reason_and_an_end(level: Level, reason: str, days: int, code: str) -> None:
    with pytest.raises(OverrideError) as refused:
        override(level, reason, days)
    assert refused.value.code == code
