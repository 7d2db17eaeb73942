"""Inputs and selects as Django's own templates write them, without visiting a template for every option."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

_OPTION: Final = "django/forms/widgets/select_option.html"
Widget = Mapping[str, Any]


def input_html(widget: Widget) -> SafeString:
    """One input with its value, if it has one."""
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return SafeString(f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>')  # each part is escaped


def select_html(widget: Widget) -> SafeString | None:
    """A select with its options and groups; None where options are drawn in a way of their own."""
    groups = widget["optgroups"]
    if any(option["template_name"] != _OPTION for _name, options, _place in groups for option in options):
        return None
    inside = "".join(_group(name, options) for name, options, _place in groups)
    return SafeString(f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{inside}\n</select>')  # the same


def _group(name: str | None, options: Iterable[Widget]) -> str:
    drawn = "".join(map(_option, options))
    return f'\n<optgroup label="{conditional_escape(localize(name))}">{drawn}\n</optgroup>' if name else drawn


def _option(option: Widget) -> str:
    label = conditional_escape(localize(option["label"]))
    return f'\n<option value="{_text(option["value"])}"{_attributes(option)}>{label}</option>'


def _attributes(widget: Widget) -> str:
    return "".join(_attribute(name, value) for name, value in widget["attrs"].items() if value is not False)


def _attribute(name: str, value: object) -> str:
    return f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'


def _text(value: object) -> str:
    return conditional_escape(str(value))


DRAWN: Final[Mapping[str, Callable[[Widget], SafeString | None]]] = {
    **dict.fromkeys(
        ("text", "number", "email", "url", "tel", "search", "password", "date", "hidden", "checkbox"), input_html
    ),
    "select": select_html,
}
"""What is drawn here, by the name of Django's template."""
