"""Inputs and selects that are drawn here are those that Django's own templates give."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from pmo_site.ui.widgets import DRAWN

EVIL = """'"><img src=x onerror="x">&amp;"""
_GAPS = re.compile(r">\s+<")
CHOICES = [
    ("", gettext_lazy("Any")),
    (1, EVIL),
    (EVIL, mark_safe("<b>safe</b>")),
    (EVIL, [("in", EVIL), ("group", "Ordinary")]),
]
ATTRS = {"id": EVIL, "data-x": 5, "required": True, "hidden": False, "aria-describedby": EVIL}


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), EVIL),
        (forms.TextInput(), None),
        (forms.TextInput(), ""),
        (forms.TextInput(), 0),
        (forms.NumberInput(), "１２"),
        (forms.DateInput(), date(2026, 4, 1)),
        (forms.HiddenInput(), mark_safe("a&b")),
        (forms.PasswordInput(), EVIL),
        (forms.CheckboxInput(), True),
        (forms.Select(choices=CHOICES), EVIL),
        (forms.Select(choices=CHOICES), 1),
        (forms.Select(choices=CHOICES), ["in"]),
        (forms.Select(), None),
    ],
)
def test_a_widget_is_drawn_as_its_template_draws_it(widget: forms.Widget, value: object) -> None:
    context = widget.get_context(EVIL, value, dict(ATTRS))
    template: str = context["widget"]["template_name"]
    drawn = DRAWN[template.rpartition("/")[2].removesuffix(".html")](context["widget"])
    wanted = DjangoTemplates().render(template, context)
    assert drawn is not None
    assert _GAPS.sub("><", drawn).strip() == _GAPS.sub("><", wanted).strip()
    assert "<img" not in drawn


def test_options_of_a_kind_of_their_own_are_left_to_their_template() -> None:
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/own_option.html"

    context = Own(choices=CHOICES).get_context("name", 1, {})
    assert DRAWN["select"](context["widget"]) is None
