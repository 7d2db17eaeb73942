"""Form rendering: one field template, widgets with the product's classes, errors at the field."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.loader import get_template

from pmo_site.ui.widgets import DRAWN

_WIDGETS: Final = "django/forms/widgets/"
_CLASSES: Final = {
    **dict.fromkeys(
        ("text", "textarea", "number", "email", "url", "tel", "search", "password", "date", "datetime", "time", "file",
         "clearable_file_input"),
        "form-control",
    ),
    "select": "form-select",
    "checkbox": "form-check-input",
}  # fmt: skip


def _is_day(value: object) -> bool:
    if not value:
        return True
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


class FormRenderer(DjangoTemplates):
    """Renders forms with our templates and Django's own widgets with our classes."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def get_template(self, template_name: str) -> Any:  # noqa: ANN401  Django's template backends share no type
        """Ours come from the project's templates, widgets from Django."""
        if template_name.startswith("django/forms/"):
            return super().get_template(template_name)
        return get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Give a widget its class, and never lose what was typed.

        A native date field shows nothing for what is no date, and a native number field nothing for full-width
        digits: the first is used only while its value is a date, the second never.
        """
        if not template_name.startswith(_WIDGETS):
            return super().render(template_name, context, request)
        kind = template_name.removeprefix(_WIDGETS).removesuffix(".html")
        if kind in _CLASSES:
            widget = dict(context["widget"])
            own = widget["attrs"].get("class", "")
            widget["attrs"] = {**widget["attrs"], "class": f"{_CLASSES[kind]} {own}".strip()}
            if kind == "date" and _is_day(widget["value"]):
                widget["type"] = "date"
            elif kind == "number":
                widget["type"] = "text"
                widget["attrs"].setdefault("inputmode", "decimal")
            context = {**context, "widget": widget}
        drawn = DRAWN[kind](context["widget"]) if kind in DRAWN else None
        return super().render(template_name, context, request) if drawn is None else drawn
