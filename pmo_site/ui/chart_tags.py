"""The charts as template tags; `{% load pm %}` brings them with the other components."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pmo_site.ui import parts
from pmo_site.ui.charts import roadmap as roadmaps
from pmo_site.ui.charts import slip as slips
from pmo_site.ui.charts import strips
from pmo_site.ui.charts.columns import Column
from pmo_site.ui.drawings import bullet_svg, roadmap_svg, strip_svg

register = template.Library()


@register.simple_tag
def health_strip(levels: Sequence[str], label: str = "") -> SafeString:
    """The last twelve periods as dots, worse lower; the words are in the label."""
    words = ", ".join(str(parts.LEVEL_WORDS[level]) for level in levels[-strips.PERIODS :])
    return strip_svg(strips.health_strip(levels), label or words or gettext("no history"))


@register.inclusion_tag("charts/sparkline.html")
def sparkline(values: Sequence[float | None], label: str, level: str = "") -> dict[str, Any]:
    """A line without axes; the label states the finding in one sentence."""
    return {"spark": strips.sparkline(values), "label": label, "level": level or "blue"}


@register.inclusion_tag("charts/columns.html")
def columns(columns: Sequence[Column], label: str) -> dict[str, Any]:
    """One column per period, the last one now; the label states what is drawn, the numbers stand in a table beside."""
    return {"columns": columns, "label": label}


@register.simple_tag
def bullet(
    budget: Decimal | None, actual: Decimal | None, forecast: Decimal | None, scale: Decimal, label: str
) -> SafeString:
    """Budget (band), actual (thick line) and forecast at completion (tick) on a shared scale."""
    drawn = strips.bullet(
        budget=None if budget is None else float(budget),
        actual=None if actual is None else float(actual),
        forecast=None if forecast is None else float(forecast),
        scale=float(scale),
    )
    return bullet_svg(drawn, label)


@register.simple_tag
def roadmap(chart: roadmaps.Roadmap, title: str) -> SafeString:
    """Many projects on one time axis; positions are percent, so it reflows and prints."""
    return roadmap_svg(chart, title)


@register.inclusion_tag("charts/slip.html")
def milestone_slip(series: Sequence[slips.Forecasts], label: str) -> dict[str, Any]:
    """Milestone trend: a rising line slips. Drawn twice, so that letters stay readable on narrow screens."""
    wide, narrow = slips.slip_chart(series), slips.slip_chart(series, width=340.0, height=220.0, dates=2)
    return {"drawings": [(wide, "pm-wide-chart"), (narrow, "pm-narrow")], "label": label}
