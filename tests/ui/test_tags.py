"""The components as they are rendered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from pmo_site.ui import parts
from pmo_site.ui.charts.roadmap import Milestone, Track, roadmap
from pmo_site.ui.menu import Group, Link


def render(source: str, language: str = "en", **context: Any) -> str:
    """Render a snippet with the components at hand."""
    with translation.override(language):
        return Template("{% load pm %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("level", "english", "japanese"),
    [
        ("green", "On track", "順調"),
        ("amber", "At risk", "注意"),
        ("red", "Off track", "危険"),
        ("grey", "Cannot be judged", "判定不可"),
        ("blue", "Finished", "完了"),
    ],
)
def test_a_level_is_shape_word_and_color(level: str, english: str, japanese: str) -> None:
    shown = render("{% health_badge level %}", level=level)
    assert f"#level-{level}" in shown
    assert f"pm-{level}" in shown
    assert f">{english}<" in shown
    assert f">{japanese}<" in render("{% health_badge level %}", "ja", level=level)


def test_no_level_is_grey_and_never_green() -> None:
    shown = render("{% health_badge None %}{% health_cell None %}")
    assert shown.count("pm-grey") == 2
    assert "pm-green" not in shown


def test_a_dense_cell_hides_its_word_from_the_eye_only() -> None:
    assert '<span class="pm-hide">Off track</span>' in render("{% health_cell 'red' '/r' %}")
    assert "<span>Off track</span>" in render("{% health_cell 'red' words=True %}")


def test_a_light_opens_its_reason() -> None:
    assert 'href="/why?a=1&amp;b=2"' in render("{% health_badge 'red' url=url %}", url="/why?a=1&b=2")


def test_an_unknown_icon_fails_and_a_known_one_is_decoration() -> None:
    with pytest.raises(TemplateSyntaxError, match="no-such-icon"):
        render("{% icon 'no-such-icon' %}")
    assert 'aria-hidden="true"' in render("{% icon 'home' %}")
    assert 'role="img" aria-label="Home"' in render("{% icon 'home' label='Home' %}")


def test_an_unknown_amount_is_not_zero() -> None:
    assert "unknown" in render("{% money amount %}", amount=None)
    assert 'data value="0"' in render("{% money amount %}", amount=Decimal(0))


def test_the_exact_amount_is_at_hand() -> None:
    shown = render("{% money amount %}", "ja", amount=Decimal(254_000_001))
    assert 'value="254000001" title="254,000,001円"' in shown
    assert ">254百万円<" in shown


def test_a_date_says_when_it_is_overdue() -> None:
    shown = render("{% day value overdue=True %}", "ja", value=date(2026, 11, 18))
    assert 'datetime="2026-11-18"' in shown
    assert '2026/11/18（水） <span class="pm-whole">期限超過</span>' in shown
    assert "no date" in render("{% day None %}")


def test_a_moment_is_shown_in_the_readers_zone() -> None:
    with timezone.override("Asia/Tokyo"):
        shown = render("{% moment value %}", "ja", value=datetime(2026, 11, 19, 22, 0, tzinfo=UTC))
    assert "2026/11/20（金）07:00" in shown


@pytest.mark.parametrize(
    ("score", "band"), [(25, "top"), (16, "top"), (15, "high"), (9, "mid"), (4, "low"), (1, "low")]
)
def test_a_score_on_the_limit_belongs_to_its_band(score: int, band: str) -> None:
    assert f"pm-score-{band}" in render("{% score value %}", value=score)


def test_a_plain_date_is_no_moment_and_is_shown_as_a_date() -> None:
    assert render("{% moment value %}", value=date(2022, 4, 25)) == render("{% day value %}", value=date(2022, 4, 25))


def test_zero_is_a_value_and_nothing_is_unknown() -> None:
    assert render("{{ 0|or_unknown }}") == "0"
    assert "pm-unknown" in render("{{ value|or_unknown }}", value="")


def test_what_people_type_is_escaped_everywhere() -> None:
    evil = '<img src=x onerror="x">'
    entry = parts.HistoryEntry(
        datetime(2026, 1, 1, tzinfo=UTC), evil, evil, (parts.Change(evil, evil, evil),), evil, evil
    )
    table = parts.Table(evil, (parts.Column("a", evil),), (parts.Row((parts.Cell(evil, url=evil),)),))
    start, end = date(2026, 1, 1), date(2027, 1, 1)
    stones = (Milestone(evil, start), Milestone("<img", end, late=True))
    tracks = [Track(evil, "red", None, None), Track(evil, "red", start, end, 0.5, stones, url=evil)]
    chart = roadmap(tracks, start=start, end=end, today=start)
    menu = [Group("main", evil, (Link("home", evil, evil, "home", current=True, badge=3),))]
    shown = render(
        "{% timeline entries %}{% data_table table %}{% datagrid facts %}{% kpi evil evil %}"
        "{% state 'empty' evil evil %}"
        "{% banner 'info' evil %}{% roadmap chart evil %}{% tabs tabs evil %}{% page_header evil meta=evil %}"
        "{% nav menu %}{% health_strip levels evil %}{% bullet one one one one evil %}{% health_cell 'red' evil %}",
        evil=evil,
        menu=menu,
        levels=["red"],
        one=Decimal(1),
        entries=[entry],
        table=table,
        facts=[parts.Fact(evil, evil)],
        chart=chart,
        tabs=[parts.Tab(evil, evil)],
    )
    assert "<img" not in shown
    assert shown.count("&lt;img") > 30


def test_the_bar_counts_every_level_and_leaves_empty_ones_out() -> None:
    shown = render("{% rag_bar counts %}", counts=[parts.LevelCount("red", 2, "/r"), parts.LevelCount("green", 0)])
    assert "pm-g40" in shown
    assert "pm-green" not in shown


def test_shares_of_a_bar_are_never_nothing() -> None:
    counts = [parts.LevelCount("red", 1), parts.LevelCount("green", 100_000)]
    assert [share for _count, share in parts.level_shares(counts)] == [1, 40]
    assert parts.level_shares([]) == []


def test_a_sorted_column_says_so_and_turns_round() -> None:
    columns = (parts.Column("name", "Name", sort="name"), parts.Column("x", "X"))
    table = parts.Table("t", columns, (), sort="name", query={"q": ["a b"], "after": ["k"]})
    first, second = table.heads
    assert (first.direction, first.url) == ("ascending", "?q=a+b&sort=-name")
    assert second.url == ""
    assert 'aria-sort="ascending"' in render("{% data_table table %}", table=table)


def test_a_row_that_lacks_a_cell_is_a_mistake() -> None:
    table = parts.Table("t", (parts.Column("a", "A"), parts.Column("b", "B")), (parts.Row((parts.Cell(1),)),))
    with pytest.raises(ValueError, match="shorter"):
        _ = table.lines


def test_a_head_written_by_hand_keeps_the_query() -> None:
    request = RequestFactory().get("/list", {"q": "x", "before": "k"})
    shown = render("{% sort_header 'name' 'Name' sort='-name' %}", request=request)
    assert 'href="?q=x&amp;sort=name"' in shown
    assert 'aria-sort="descending"' in shown


@pytest.mark.parametrize("tags", ["", "warning", "undo:https://evil.example/", "undo:javascript:x"])
def test_only_an_address_of_ours_becomes_an_undo(tags: str) -> None:
    assert render("{{ tags|undo_url }}", tags=tags) == ""


def test_an_undo_is_a_form() -> None:
    assert render("{{ tags|undo_url }}", tags="undo:/o/a/risks/1/restore/") == "/o/a/risks/1/restore/"


def test_a_roadmap_tells_its_dates_in_words_and_draws_what_is_known() -> None:
    start, end = date(2026, 4, 1), date(2027, 4, 1)
    late = Milestone("Gate", date(2026, 10, 1), late=True)
    tracks = [Track("Known", "red", start, end, 0.5, (late,), url="/p"), Track("Unknown", "grey", None, None)]
    shown = render("{% roadmap chart 'Plan' %}", chart=roadmap(tracks, start=start, end=end, today=start))
    assert '<a class="pm-road-label" href="/p">Known</a>' in shown
    assert '<span class="pm-road-label">Unknown</span>' in shown
    assert "; Gate <time" in shown
    assert "late" in shown
    assert "no dates" in shown
    assert shown.count('class="pm-c-red"') == shown.count('class="pm-f-red"></rect>') == 1
    assert '<text x="4" y="17">FY26<tspan class="pm-not-mobile"> 1Q</tspan></text>' in shown


def test_the_menu_marks_the_page_counts_what_waits_and_tells_the_keys() -> None:
    links = (Link("home", "Home", "/h", "home", current=True), Link("other", "Other", "/x", "home", badge=3))
    shown = render("{% nav menu %}", menu=[Group("main", "", links), Group("admin", "Admin", links[1:])])
    assert shown.count('aria-current="page"') == 1
    assert 'data-pm-keys="g h"' in shown
    assert shown.count('3<span class="pm-hide"> waiting</span>') == 2
    assert '<p class="pm-nav-title">Admin</p>' in shown
