"""Charts as markup: what `pmo_site.ui.charts` places, drawn as SVG; every text is escaped where it is put in.

A chart has hundreds of small elements, which templates would visit one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from pmo_site.ui.charts.roadmap import LABEL_LENGTH, Bar, Mark, Roadmap, Tick
from pmo_site.ui.charts.strips import Bullet, Dot
from pmo_site.ui.format_tags import day, fiscal_year
from pmo_site.ui.level_tags import level_mark, level_word

NOTHING = SafeString("")


def strip_svg(dots: Sequence[Dot], label: str) -> SafeString:
    """A health strip: one dot a period."""
    drawn = format_html_join(
        "",
        '<circle cx="{}%" cy="{}" r="2.6" class="pm-f-{}"></circle>',
        ((dot.x, dot.y, dot.level) for dot in dots),
    )
    return format_html('<svg class="pm-strip" role="img" aria-label="{}">{}</svg>', label, drawn)


def bullet_svg(bar: Bullet, label: str) -> SafeString:
    """A budget bar: band, thick line and tick, each where its figure is known."""
    drawn = [
        _rect(0, 3, bar.budget, 12, "pm-f-bar"),
        _rect(f"{bar.over_start}%", 3, bar.over or None, 12, "pm-f-over"),
        _rect(0, 6.5, bar.actual, 5, "pm-f-bar2"),
    ]
    if bar.forecast is not None:
        tick = '<svg x="{}%" overflow="visible"><rect x="-3" y="1" width="3" height="16" class="pm-f-{}"></rect></svg>'
        drawn.append(format_html(tick, bar.forecast, bar.level))
    return format_html('<svg class="pm-bullet" role="img" aria-label="{}">{}</svg>', label, _joined(drawn))


def _rect(x: object, y: object, width: float | None, height: int, look: str) -> SafeString:
    if width is None:
        return NOTHING
    markup = '<rect x="{}" y="{}" width="{}%" height="{}" class="{}"></rect>'
    return format_html(markup, x, y, width, height, look)


def _joined(drawn: Sequence[SafeString]) -> SafeString:
    return SafeString("".join(drawn))  # each of them is escaped


def roadmap_svg(chart: Roadmap, title: str) -> SafeString:
    """Many projects on one axis; every row carries its dates in words."""
    grid = format_html_join(
        "",
        '<line x1="{0}%" x2="{0}%" y1="0" y2="34" class="pm-gridline"></line>',
        ((tick.x,) for tick in chart.ticks),
    )
    today = NOTHING
    if chart.today is not None:
        line = '<line x1="{0}%" x2="{0}%" y1="0" y2="34" class="pm-today"></line>'
        today = format_html(line, chart.today)
    rows = _joined([_row(bar, grid, today) for bar in chart.bars])
    box = '<div class="pm-road" role="group" aria-label="{}">{}{}</div>'
    return format_html(box, title, _head(chart.ticks), rows)


def _head(ticks: Sequence[Tick]) -> SafeString:
    names = format_html_join(
        "",
        '<line x1="{0}%" x2="{0}%" y1="6" y2="24" class="pm-gridline"></line>'
        '<svg x="{0}%" overflow="visible"><text x="4" y="17">{1}</text></svg>',
        ((tick.x, _tick(tick)) for tick in ticks),
    )
    return format_html(
        '<div class="pm-road-row pm-road-head" aria-hidden="true">'
        '<span class="pm-road-name pm-not-mobile"></span><svg>{}</svg></div>',
        names,
    )


def _tick(tick: Tick) -> str:
    """The quarter; where a year begins its name, which stands alone on a narrow screen."""
    if not tick.names_year:
        return f"{tick.quarter}Q"
    year = fiscal_year(tick.year, short=True)
    return format_html('{}<tspan class="pm-not-mobile"> {}Q</tspan>', year, tick.quarter)


def _row(bar: Bar, grid: SafeString, today: SafeString) -> SafeString:
    return format_html(
        '<div class="pm-road-row"><span class="pm-road-name">{}</span><svg aria-hidden="true">{}{}{}{}</svg></div>',
        _name(bar),
        grid,
        _plan(bar),
        today,
        _joined([_mark(mark) for mark in bar.marks]),
    )


def _name(bar: Bar) -> SafeString:
    track = bar.track
    link = '<a class="pm-road-label" href="{1}">{0}</a>' if track.url else '<span class="pm-road-label">{0}</span>'
    late = gettext("late")
    stones = format_html_join(
        "", "; {} {}{}", ((mark.name, day(mark.day), f" {late}" if mark.late else "") for mark in bar.marks)
    )
    return format_html(
        '{}<span class="pm-hide">{}</span>{}<span class="pm-hide">{} – {}{}</span>',
        level_mark(track.level),
        level_word(track.level),
        format_html(link, track.name, track.url),
        day(track.start),
        day(track.finish),
        stones,
    )


def _plan(bar: Bar) -> SafeString:
    if bar.width is None:
        return format_html('<text x="4" y="21">{}</text>', gettext("no dates"))
    level = bar.track.level
    whole = '<rect x="{}%" y="8" width="{}%" height="16" rx="4" class="pm-c-{}"></rect>'
    done = '<rect x="{}%" y="20" width="{}%" height="4" rx="2" class="pm-f-{}"></rect>'
    drawn = format_html(done, bar.x, bar.done, level) if bar.done else NOTHING
    return format_html(whole, bar.x, bar.width, level) + drawn


def _mark(mark: Mark) -> SafeString:
    name = _label(mark) if mark.labeled else NOTHING
    return format_html(
        '<svg x="{}%" y="16" overflow="visible"><path d="M0-5.5L5.5 0 0 5.5-5.5 0z" class="pm-f-{}"></path>{}</svg>',
        mark.x,
        "red" if mark.late else "ink",
        name,
    )


def _label(mark: Mark) -> SafeString:
    return format_html(
        '<text class="pm-halo{}" x="{}" y="4"{}>{}</text>',
        " pm-not-mobile" if mark.is_wide_only else "",
        -9 if mark.label_end else 9,
        SafeString(' text-anchor="end"') if mark.label_end else NOTHING,
        Truncator(mark.name).chars(LABEL_LENGTH),
    )
