"""A color that is typed as #rrggbb or picked, with and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.brand import PRODUCT_COLOR
from pmo_site.kernel.contrast import NoColorError, parse_color


class ColorInput(forms.TextInput):
    """A text beside the browser's own picker.

    Of the two the one that was changed counts, and the text where both were: the page remembers what it showed.
    """

    template_name = "settings/color.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401  Django's own signature
        """What is typed, and the color that the picker opens with."""
        return {**super().get_context(name, value, attrs), "picked": _picked(value)}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ANN401  Django's own signature
        """The text, or the picked color where only that was changed."""
        typed = super().value_from_datadict(data, files, name)
        shown, picked = data.get(f"{name}_shown"), data.get(f"{name}_picked")
        return picked if typed == shown and picked and picked != _picked(shown) else typed


class ColorField(forms.CharField):
    """A color, as #rrggbb; empty is none."""

    widget = ColorInput(attrs={"maxlength": 20, "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> str:  # noqa: ANN401  Django's own signature
        """Understand the text; what names no color is refused at the field."""
        typed = str(super().clean(value))
        try:
            return parse_color(typed) if typed else ""
        except NoColorError as error:
            raise ValidationError(_("Write the color as #2450c4."), code="invalid") from error


def _picked(value: object) -> str:
    """The color that a picker shows, which knows no empty one."""
    try:
        return parse_color(str(value or PRODUCT_COLOR))
    except NoColorError:
        return PRODUCT_COLOR
