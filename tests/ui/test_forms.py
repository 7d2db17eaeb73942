"""Rendering of forms: errors at the field, nothing that was typed is lost."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.template import Context, Template
from django.utils import translation

from pmo_site.ui.stories import ProjectStory


class Small(forms.Form):
    day = forms.DateField(help_text="When")
    amount = forms.DecimalField(min_value=Decimal(0))
    flag = forms.BooleanField(required=False)
    choice = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def rendered(data: dict[str, str] | None = None) -> str:
    """The form as a page shows it."""
    with translation.override("en"):
        return str(Small(data).render())


def test_a_label_belongs_to_its_field() -> None:
    assert '<label for="id_day">' in rendered()


def test_help_and_error_are_told_with_the_field() -> None:
    shown = rendered({"day": "never"})
    assert 'aria-describedby="id_day_helptext id_day_error"' in shown
    assert 'id="id_day_helptext"' in shown
    assert 'id="id_day_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_what_is_no_date_stays_as_typed_in_a_text_field() -> None:
    shown = rendered({"day": "2026-13-40"})
    assert '<input type="text" name="day" value="2026-13-40"' in shown


def test_a_date_gets_the_native_field() -> None:
    assert '<input type="date" name="day" value="2026-11-20"' in rendered({"day": "2026-11-20"})
    assert '<input type="date" name="day"' in rendered()


def test_a_number_field_keeps_what_people_type() -> None:
    shown = rendered({"amount": "▲５"})
    assert '<input type="text" name="amount" value="▲５"' in shown
    assert 'inputmode="decimal"' in shown


def test_the_summary_links_to_every_bad_field() -> None:
    with translation.override("en"):
        form = ProjectStory({"name": ""})
        shown = Template("{% load pm %}{% error_summary form %}").render(Context({"form": form}))
    for name in form.errors:
        assert f'href="#id_{name}' in shown


def test_a_form_without_errors_has_no_summary() -> None:
    assert "pm-errors" not in rendered()


def test_a_group_of_choices_is_a_fieldset() -> None:
    shown = rendered({})
    assert "<legend>Choice" in shown
    assert 'id="id_choice_error"' in shown


def test_required_is_said_in_a_word() -> None:
    assert rendered().count("required</span>") == 3


def test_widgets_carry_the_classes_of_the_product() -> None:
    shown = rendered()
    assert 'class="form-control"' in shown
    assert 'class="form-check-input"' in shown
