"""The charts as template tags; `{% load pm %}` brings them with the other components."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext

from pmo_site.ui import parts
from pmo_site.ui.charts import roadmap as roadmaps
from pmo_site.ui.charts import slip as slips
from pmo_site.ui.charts import strips
from pmo_site.ui.charts.columns import Column

register = template.Library()


@register.inclusion_tag("charts/health_strip.html")
def health_strip(levels: Sequence[str], label: str = "") -> dict[str, Any]:
    """The last twelve periods as dots, worse lower; the words are in the label."""
    words = ", ".join(str(parts.LEVEL_WORDS[level]) for level in levels[-strips.PERIODS :])
    return {"dots": strips.health_strip(levels), "label": label or words or gettext("no history")}


@register.inclusion_tag("charts/sparkline.html")
def sparkline(values: Sequence[float | None], label: str, level: str = "") -> dict[str, Any]:
    """A line without axes; the label states the finding in one sentence."""
    return {"spark": strips.sparkline(values), "label": label, "level": level or "blue"}


@register.inclusion_tag("charts/columns.html")
def columns(columns: Sequence[Column], label: str) -> dict[str, Any]:
    """One column per period, the last one now; the label states what is drawn, the numbers stand in a table beside."""
    return {"columns": columns, "label": label}


@register.inclusion_tag("charts/bullet.html")
def bullet(
    budget: Decimal | None, actual: Decimal | None, forecast: Decimal | None, scale: Decimal, label: str
) -> dict[str, Any]:
    """Budget (band), actual (thick line) and forecast at completion (tick) on a shared scale."""
    drawn = strips.bullet(
        budget=None if budget is None else float(budget),
        actual=None if actual is None else float(actual),
        forecast=None if forecast is None else float(forecast),
        scale=float(scale),
    )
    return {"bar": drawn, "label": label}


@register.inclusion_tag("charts/roadmap.html")
def roadmap(chart: roadmaps.Roadmap, title: str) -> dict[str, Any]:
    """Many projects on one time axis; positions are percent, so it reflows and prints."""
    return {"chart": chart, "title": title}


@register.inclusion_tag("charts/slip.html")
def milestone_slip(series: Sequence[slips.Forecasts], label: str) -> dict[str, Any]:
    """Milestone trend: a rising line slips. Drawn twice, so that letters stay readable on narrow screens."""
    wide, narrow = slips.slip_chart(series), slips.slip_chart(series, width=340.0, height=220.0, dates=2)
    return {"drawings": [(wide, "pm-wide-chart"), (narrow, "pm-narrow")], "label": label}
