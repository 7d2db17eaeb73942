"""The components of the product as template tags: `{% load pm %}`. How to use each: docs/ui.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.db import models
from django.forms import BoundField
from django.http import HttpRequest
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pmo_site.ui import chart_tags, format_tags, level_tags, parts
from pmo_site.ui.format_tags import unknown
from pmo_site.ui.history import history_entries
from pmo_site.ui.menu import Group
from pmo_site.ui.rail import rail_links
from pmo_site.ui.typists import MARK, mark_of

register = template.Library()

STATES = {
    "empty": "list-check",
    "no-permission": "lock",
    "error": "alert-circle",
    "loading": "clock",
    "archived": "archive",
}
BANNERS = {
    "info": "info-circle",
    "stale": "clock",
    "warning": "alert-triangle",
    "error": "alert-circle",
    "success": "circle-check",
    "archived": "archive",
}
SCORES = ((16, "top"), (10, "high"), (5, "mid"), (1, "low"))


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Django's own field, and beside it whose page the form stands on (pmo_site/ui/typists.py)."""
    field, request = mark_safe(CsrfTokenNode().render(context)), context.get("request")  # noqa: S308  Django's field
    mark = mark_of(request) if field and isinstance(request, HttpRequest) else ""
    return format_html('{}<input type="hidden" name="{}" value="{}">', field, MARK, mark) if mark else field


ZONE_BANDS = {"low": "low", "moderate": "mid", "high": "high", "extreme": "top"}


@register.simple_tag
def score(value: int | None, zone: str = "") -> SafeString:
    """A risk score from 1 to 25 with its band: number and color; by its zone where an organization sets its own."""
    if value is None:
        return unknown()
    band = ZONE_BANDS.get(zone) or next((name for least, name in SCORES if value >= least), "low")
    return format_html('<span class="pm-score pm-score-{}">{}</span>', band, value)


@register.filter
def undo_url(tags: str | None) -> str:
    """The address of the undo form that a message carries in its extra tags ("undo:<address>"), or nothing."""
    found = next((tag for tag in str(tags or "").split() if tag.startswith("undo:/")), "")
    return found.removeprefix("undo:")


@register.inclusion_tag("components/page_header.html", takes_context=True)
def page_header(context: Context, title: str, meta: str = "", level: str = "") -> dict[str, Any]:
    """The one h1 of a page, with a line below it; actions go into the block `actions` of base.html."""
    return {"title": title, "meta": meta, "level": level, "as_of": context.get("as_of")}


@register.simple_tag
def nav(menu: Sequence[Group]) -> SafeString:
    """The groups of the menu as links."""
    return rail_links(menu)


@register.inclusion_tag("components/kpi.html")
def kpi(
    label: str, value: object, *, unit: str = "", foot: object = "", icon_name: str = "", url: str = ""
) -> dict[str, Any]:
    """A key figure: label, value with its unit, a line below, an address to the rows behind it."""
    return {"label": label, "value": value, "unit": unit, "foot": foot, "icon_name": icon_name, "url": url}


@register.inclusion_tag("components/rag_bar.html")
def rag_bar(counts: Sequence[parts.LevelCount]) -> dict[str, Any]:
    """How many records stand at each level, worst first, as one stacked bar of links."""
    return {"shares": parts.level_shares(counts)}


@register.inclusion_tag("components/legend.html")
def health_legend() -> dict[str, Any]:
    """The five levels with their marks."""
    return {"levels": list(parts.LEVEL_WORDS)}


@register.inclusion_tag("components/data_table.html")
def data_table(table: parts.Table) -> dict[str, Any]:
    """A table with sort links, a sticky head, and cards below 760 px."""
    return {"table": table}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: Context,
    key: str,
    label: str,
    sort: str = "",
    numeric: bool = False,  # noqa: FBT001, FBT002  a template gives it in its place
) -> dict[str, Any]:
    """One sortable column head for a table written by hand; the query is the request's."""
    query: Mapping[str, Sequence[str]] = dict(context["request"].GET.lists())
    return {"head": parts.sort_head(parts.Column(key, label, sort=key, numeric=numeric), sort, query)}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(form: object, chips: Sequence[parts.Chip] = (), clear_url: str = "") -> dict[str, Any]:
    """A form of filters (GET) with the active ones as chips that remove themselves."""
    return {"form": form, "chips": chips, "clear_url": clear_url}


@register.inclusion_tag("components/pager.html")
def pager(page: parts.Pager) -> dict[str, Any]:
    """Keyset pages: first, previous, next."""
    return {"page": page}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[parts.Tab], label: str) -> dict[str, Any]:
    """Tabs as links; `label` names the navigation for assistive technology."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/datagrid.html")
def datagrid(facts: Sequence[parts.Fact]) -> dict[str, Any]:
    """A definition list in columns."""
    return {"facts": facts}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[parts.Step], label: str) -> dict[str, Any]:
    """Phases or stages in order, the current one marked."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[parts.HistoryEntry]) -> dict[str, Any]:
    """A record's history, newest first, differences in words."""
    return {"entries": entries}


@register.inclusion_tag("components/history.html")
def history(record: models.Model) -> dict[str, Any]:
    """A card with a record's history, for pages without a tab of their own; nothing where nothing happened yet."""
    return {"entries": history_entries(record)}


@register.inclusion_tag("components/state.html")
def state(
    kind: str, title: str, text: str = "", *, action: str = "", url: str = "", heading: int = 2
) -> dict[str, Any]:
    """An empty, no-permission, error, loading or archived state: what it is and what to do next."""
    return {
        "kind": kind, "icon_name": STATES[kind], "title": title, "text": text,
        "action": action, "url": url, "heading": f"h{heading}",
    }  # fmt: skip


@register.inclusion_tag("components/banner.html")
def banner(kind: str, text: str, *, title: str = "", action: str = "", url: str = "") -> dict[str, Any]:
    """A banner in the page: info, stale, warning, error, success or archived."""
    return {"kind": kind, "icon_name": BANNERS[kind], "text": text, "title": title, "action": action, "url": url}


@register.simple_tag
def field(bound: BoundField, help_text: str = "") -> SafeString:
    """One form field with label, help and error at the field."""
    if help_text:
        bound.help_text = help_text
    return bound.as_field_group()


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:  # noqa: ANN401  forms and form sets alike
    """All errors of a form on top of it, each a link to its field."""
    return {"form": form, "bad": [form[name] for name in form.errors if name in form.fields]}


for part in (chart_tags.register, format_tags.register, level_tags.register):
    register.tags.update(part.tags)
    register.filters.update(part.filters)
