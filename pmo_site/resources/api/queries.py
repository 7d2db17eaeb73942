"""What the lists of a register are asked for, made of its filters."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.api.parameters import NamesField, PageQuery, sort_choices
from pmo_site.resources.api.shapes import Parts, made_shape, row_names
from pmo_site.resources.fields import Choice, Computed, Day, Field, Flag, Reference, Scale, choices_of, label_of
from pmo_site.resources.filters import searched_fields
from pmo_site.resources.resource import Resource


@cache
def query_shape(resource: Resource, *, within_owner: bool) -> type[PageQuery]:
    """What a list is narrowed to and sorted by; the same names as on its page."""
    parts: Parts = {}
    if searched_fields(resource):
        parts["q"] = serializers.CharField(max_length=200, required=False, help_text=_("Words that are searched for."))
    for name in resource.filters:
        field = resource.field(name)
        parts |= asked(field, resource)
        if isinstance(field, Day) and field.fiscal:
            words = _("The fiscal year in which it lies.")
            parts[f"{name}_year"] = serializers.IntegerField(
                min_value=1950, max_value=2100, required=False, help_text=words
            )
    if resource.owner and not within_owner:
        parts[resource.owner.field] = serializers.CharField(required=False, help_text=resource.owner.label)
    for condition in resource.conditions:
        parts[condition.name] = serializers.BooleanField(default=False, help_text=condition.label)
    if resource.archives:
        parts["archived"] = serializers.BooleanField(default=False)
    parts["sort"] = serializers.ChoiceField(sort_choices(resource.sorts()), required=False)
    parts["view"] = serializers.CharField(max_length=80, required=False, help_text=_("A saved view by its name or id."))
    parts["fields"] = NamesField(
        row_names(resource), required=False, help_text=_("Only these fields, separated by commas.")
    )
    scope = "Of" + resource.owner.model.__name__ if resource.owner and within_owner else ""
    made: type[PageQuery] = made_shape(f"{resource.model.__name__}{scope}Query", PageQuery, parts, resource.many)
    return made


def asked(field: Field, resource: Resource) -> Parts:
    """The parameters by which a field narrows a list."""
    label = label_of(field, resource.model)
    if isinstance(field, Choice):
        return {field.name: serializers.ChoiceField(choices_of(field, resource.model), required=False, help_text=label)}
    if isinstance(field, Computed):
        return {field.name: serializers.ChoiceField(list(field.words), required=False, help_text=label)}
    if isinstance(field, Reference):
        return {field.name: serializers.UUIDField(required=False, help_text=label)}
    if isinstance(field, Flag):
        return {field.name: serializers.ChoiceField(["yes", "no"], required=False, help_text=label)}
    if isinstance(field, Scale):
        return {field.name: serializers.IntegerField(required=False, help_text=label)}
    kind: Any = serializers.DateField if isinstance(field, Day) else serializers.DecimalField
    endings = ("_from", "_until") if isinstance(field, Day) else ("_min", "_max")
    options = {} if isinstance(field, Day) else {"max_digits": 18, "decimal_places": 2}
    return {f"{field.name}{each}": kind(required=False, help_text=label, **options) for each in endings}
