"""Geometry of the charts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.ui.charts.columns import HEIGHT, Period, columns
from pmo_site.ui.charts.roadmap import Milestone, Track, quarter_ticks, roadmap
from pmo_site.ui.charts.slip import Forecasts, slip_chart
from pmo_site.ui.charts.strips import bullet, health_strip, sparkline

LEVELS = ["green", "amber", "red", "grey", "blue"]


def test_the_last_dot_of_a_strip_is_always_now() -> None:
    assert health_strip(["green"])[-1].x == health_strip(["red"] * 12)[-1].x == pytest.approx(95.83)


def test_a_strip_shows_the_newest_twelve_periods() -> None:
    dots = health_strip(["red", *["green"] * 12])
    assert [dot.level for dot in dots] == ["green"] * 12


def test_worse_is_lower_in_a_strip() -> None:
    ys = {level: health_strip([level])[0].y for level in ("green", "amber", "red")}
    assert ys["green"] < ys["amber"] < ys["red"]


@given(st.lists(st.sampled_from(LEVELS), max_size=40))
def test_strips_stay_in_their_box(levels: list[str]) -> None:
    assert all(0 < dot.x < 100 for dot in health_strip(levels))


def test_an_unknown_value_breaks_the_line() -> None:
    assert sparkline([1, 2, None, 3, 4]).paths == ("M0 27 L25 19", "M75 11 L100 3")


def test_a_flat_series_runs_in_the_middle() -> None:
    assert sparkline([5, 5]).paths == ("M0 15 L100 15",)


def test_nothing_known_draws_nothing() -> None:
    assert sparkline([None, None]).last_x is None
    assert sparkline([]).paths == ()


@given(st.lists(st.none() | st.floats(-1e12, 1e12), max_size=30))
def test_a_sparkline_stays_in_its_box(values: list[float | None]) -> None:
    drawn = sparkline(values)
    numbers = [float(part) for path in drawn.paths for part in path.replace("M", "").replace("L", "").split()]
    assert all(0 <= number <= 100 for number in numbers)


def test_the_part_over_the_budget_is_drawn_on_its_own() -> None:
    bar = bullet(budget=50, actual=20, forecast=80, scale=100)
    assert (bar.budget, bar.actual, bar.forecast, bar.over, bar.over_start, bar.level) == (50, 20, 80, 30, 50, "red")


def test_a_forecast_on_the_budget_is_green() -> None:
    bar = bullet(budget=50, actual=None, forecast=50, scale=100)
    assert (bar.level, bar.over, bar.actual) == ("green", 0, None)


@pytest.mark.parametrize(("budget", "forecast"), [(None, 10.0), (10.0, None), (None, None)])
def test_an_unknown_figure_is_grey_and_not_zero(budget: float | None, forecast: float | None) -> None:
    bar = bullet(budget=budget, actual=0, forecast=forecast, scale=100)
    assert bar.level == "grey"
    assert (bar.budget is None) == (budget is None)


def test_a_scale_of_nothing_divides_by_nothing() -> None:
    assert bullet(budget=0, actual=0, forecast=0, scale=0).budget == 0


START, END = date(2026, 4, 1), date(2027, 4, 1)


def test_quarters_follow_the_fiscal_year() -> None:
    ticks = quarter_ticks(START, END, 4)
    assert [(tick.year, tick.quarter) for tick in ticks] == [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]
    assert [tick.names_year for tick in ticks] == [True, False, False, False]
    assert quarter_ticks(START, END, 1)[0].quarter == 2


def test_bars_are_clipped_to_the_axis() -> None:
    chart = roadmap([Track("a", "green", date(2025, 1, 1), date(2028, 1, 1), 1.0)], start=START, end=END)
    assert (chart.bars[0].x, chart.bars[0].width, chart.bars[0].done) == (0, 100, 100)


def test_a_project_without_dates_has_no_bar() -> None:
    chart = roadmap([Track("a", "grey", None, None)], start=START, end=END, today=date(2026, 10, 1))
    assert chart.bars[0].width is None
    assert chart.today == pytest.approx(50.14)


def test_milestones_outside_the_axis_are_left_out_and_late_ones_marked() -> None:
    marks = (Milestone("in", date(2027, 3, 20), late=True), Milestone("out", date(2028, 1, 1)))
    bar = roadmap([Track("a", "red", START, END, None, marks)], start=START, end=END).bars[0]
    assert [(mark.name, mark.late, mark.label_end) for mark in bar.marks] == [("in", True, True)]


def test_a_label_never_stands_on_the_next_mark() -> None:
    close = (Milestone("総合テスト完了", date(2026, 12, 1)), Milestone("移行", date(2026, 12, 20), labeled=False))
    (label, _next) = roadmap([Track("a", "red", START, END, None, close)], start=START, end=END).bars[0].marks
    assert (label.labeled, label.label_end) == (True, True)
    before = (Milestone("開発完了", date(2026, 11, 12), labeled=False), *close)
    squeezed = roadmap([Track("a", "red", START, END, None, before)], start=START, end=END).bars[0].marks[1]
    assert not squeezed.labeled


def test_a_label_with_room_on_a_wide_screen_alone_is_drawn_there_alone() -> None:
    def first(gap: int) -> tuple[bool, bool]:
        stones = (Milestone("稼働", START), Milestone("完了", START + timedelta(days=gap), labeled=False))
        mark = roadmap([Track("a", "red", START, END, None, stones)], start=START, end=END).bars[0].marks[0]
        return mark.labeled, mark.is_wide_only

    assert (first(10), first(30), first(90)) == ((False, True), (True, True), (True, False))


def test_a_slipping_milestone_rises() -> None:
    points = [(date(2026, 6, 1), date(2027, 3, 1)), (date(2026, 9, 1), date(2027, 5, 1))]
    line = slip_chart([Forecasts("go-live", "red", points)]).lines[0]
    assert line.points[1][1] < line.points[0][1]


def test_one_report_and_no_report_draw_without_failing() -> None:
    assert slip_chart([Forecasts("m", "grey", [(START, END)])]).lines[0].points[0][0] == 56
    assert slip_chart([]).lines == ()


def test_columns_stand_on_zero_and_an_unknown_one_is_not_drawn() -> None:
    drawn = columns([Period("1", 50, "50"), Period("2", None, "?"), Period("3", 0, "0"), Period("4", 100, "100")])
    assert [each.height for each in drawn] == [HEIGHT / 2, None, 1, HEIGHT]
    assert {each.y + each.height for each in drawn if each.height is not None} == {HEIGHT + drawn[-1].y}
    assert [each.is_last for each in drawn] == [False, False, False, True]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, 9, 2, 3, 4], ["", "9", "", "", "4"]),
        ([1, 2, 9, 4], ["", "", "", "4"]),
        ([9, 1, 2, None], ["9", "", "", ""]),
        ([None, None], ["", ""]),
    ],
)
def test_the_highest_and_the_last_column_are_named_where_their_words_do_not_meet(
    values: list[float | None], words: list[str]
) -> None:
    assert [each.words for each in columns([Period("", each, str(each)) for each in values])] == words


@given(st.lists(st.none() | st.floats(0, 1e12), min_size=1, max_size=30))
def test_columns_stay_in_their_box(values: list[float | None]) -> None:
    drawn = columns([Period("", each) for each in values])
    assert all(each.x >= 0 and each.x + each.width <= 100.01 for each in drawn)
    assert all(each.height is None or 0 < each.height <= HEIGHT for each in drawn)
