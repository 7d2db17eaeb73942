"""What the endpoints of a register read and answer, made of its fields."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache, singledispatch
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.api.serializers import ChangeSerializer, RecordField
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Computed,
    Currency,
    Day,
    Field,
    Flag,
    Moment,
    Number,
    Percent,
    Reference,
    Scale,
    Score,
    Text,
    choices_of,
    is_beside,
)
from pmo_site.resources.resource import Resource
from pmo_site.tenancy.columns import column

Shape = type[serializers.Serializer[Any]]
Part = serializers.Field[Any, Any, Any, Any]
Parts = dict[str, Part]

CLOSED = _("Absent for who may not see it.")


@cache
def write_shape(resource: Resource) -> type[ChangeSerializer]:
    """What may be set: the fields that people type."""
    parts = {_key(field): written(field, resource) for field in resource.typed()}
    made: type[ChangeSerializer] = made_shape(
        f"{resource.model.__name__}Write", ChangeSerializer, parts, _("What may be set.")
    )
    return made


@cache
def values_shape(resource: Resource) -> type[ChangeSerializer]:
    """Some of what may be set: values that many records are given."""
    write = write_shape(resource)

    def get_fields(self: Any) -> dict[str, Any]:  # noqa: ANN401  the class made here
        found = write.get_fields(self)
        for part in found.values():
            part.required = False
        return found

    facts = {"get_fields": get_fields, "__doc__": str(_("Some of what may be set.")), "__module__": __name__}
    return type(f"{resource.model.__name__}Values", (ChangeSerializer,), facts)


@cache
def read_shape(resource: Resource) -> Shape:
    """A record's own fields: what its version, and so its ETag, speaks for."""
    parts: Parts = {"id": serializers.UUIDField(), "version": serializers.IntegerField()}
    if resource.owner:
        parts[f"{resource.owner.field}_id"] = serializers.UUIDField()
    for field in resource.fields:
        if not is_beside(field):
            parts[_key(field)] = read(field, resource)
    parts |= {"created_at": serializers.DateTimeField(), "updated_at": serializers.DateTimeField()}
    if resource.archives:
        parts["archived_at"] = serializers.DateTimeField(allow_null=True)
    made: Shape = made_shape(f"{resource.model.__name__}Read", serializers.Serializer, parts, resource.one)
    return made


@cache
def row_shape(resource: Resource) -> Shape:
    """A record in a list, with the names of what it is linked to."""
    linked = [field for field in resource.fields if isinstance(field, Reference)]
    parts: Parts = {f"{field.name}_name": serializers.CharField(allow_null=True) for field in linked}
    for field in resource.fields:
        if is_beside(field):
            parts |= _beside(field)
    if resource.owner:
        parts[f"{resource.owner.field}_code"] = serializers.CharField()
    made: Shape = made_shape(f"{resource.model.__name__}Row", read_shape(resource), parts, resource.one)
    return made


def _beside(field: Field) -> Parts:
    """A linked record by id and name, anything else as a text."""
    if isinstance(field, Computed) and field.like is Reference:
        name = serializers.CharField(allow_null=True)
        return {f"{field.name}_id": serializers.UUIDField(allow_null=True), f"{field.name}_name": name}
    if isinstance(field, Computed) and field.words:
        return {field.name: serializers.ChoiceField(list(field.words), allow_null=True)}
    if isinstance(field, Computed) and issubclass(field.like, Number):
        return {field.name: serializers.IntegerField(allow_null=True)}
    return {field.name: serializers.CharField(allow_null=True)}


def row_names(resource: Resource) -> list[str]:
    """Every name that a row of a list can have."""
    return list(row_shape_fields(resource))


def row_shape_fields(resource: Resource) -> Mapping[str, Part]:
    """The parts of a row by name."""
    found: Mapping[str, Part] = row_shape(resource)().get_fields()
    return found


def _key(field: Field) -> str:
    return f"{field.name}_id" if isinstance(field, Reference) else field.name


def made_shape(name: str, base: Any, parts: Parts, words: Any) -> Any:  # noqa: ANN401  a serializer class
    """A serializer class; among its fields may be names that the class itself uses, such as `fields` and `label`."""

    def get_fields(self: Any) -> dict[str, Any]:  # noqa: ANN401  the class made here
        return {**base.get_fields(self), **copy.deepcopy(parts)}

    return type(name, (base,), {"get_fields": get_fields, "__doc__": str(words), "__module__": __name__})


@singledispatch
def written(field: object, resource: Resource) -> Part:  # noqa: ARG001  one signature
    """How a caller's value of a field is read."""
    raise TypeError(f"{type(field).__name__} is not written.")


def _options(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"required": field.required}
    if field.right:
        found["help_text"] = CLOSED
    return found


@written.register
def _w_text(field: Text, resource: Resource) -> Part:
    stored: Any = resource.model._meta.get_field(field.name)
    limit = field.limit or stored.max_length or 20_000
    return serializers.CharField(max_length=limit, allow_blank=not field.required, **_options(field))


@written.register
def _w_number(field: Number, resource: Resource) -> Part:
    stored: Any = resource.model._meta.get_field(field.name)
    digits = getattr(stored, "max_digits", None)
    if digits is None:
        return serializers.IntegerField(
            min_value=field.least, max_value=field.most, allow_null=not field.required, **_options(field)
        )
    return serializers.DecimalField(
        digits, field.places, allow_null=stored.null, **_options(field) | {"required": False}
    )


@written.register
def _w_percent(field: Percent, resource: Resource) -> Part:  # noqa: ARG001  one signature
    return serializers.DecimalField(5, field.places, allow_null=True, **_options(field))


@written.register
def _w_amount(field: Amount, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.DecimalField(18, 2, allow_null=True, **_options(field))


@written.register
def _w_currency(field: Currency, resource: Resource) -> Part:  # noqa: ARG001  the same
    words: dict[str, Any] = {"invalid": _("Use a three-letter currency code such as JPY.")}
    return serializers.RegexField(r"^[A-Z]{3}\Z", error_messages=words, **_options(field) | {"required": False})


@written.register
def _w_day(field: Day, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.DateField(allow_null=not field.required, **_options(field))


@written.register
def _w_choice(field: Choice, resource: Resource) -> Part:
    blank = column(resource.model, field.name).blank
    return serializers.ChoiceField(
        choices_of(field, resource.model), allow_blank=blank, **_options(field) | {"required": False}
    )


@written.register
def _w_scale(field: Scale, resource: Resource) -> Part:  # noqa: ARG001  the same
    steps = field.words()
    return serializers.IntegerField(
        min_value=min(steps), max_value=max(steps), allow_null=not field.required, **_options(field)
    )


@written.register
def _w_flag(field: Flag, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.BooleanField(**_options(field) | {"required": False})


@written.register
def _w_reference(field: Reference, resource: Resource) -> Part:  # noqa: ARG001  the same
    return RecordField(field.choices, source=field.name, allow_null=not field.required, **_options(field))


@singledispatch
def read(field: object, resource: Resource) -> Part:  # noqa: ARG001  one signature
    """How a field is answered."""
    return serializers.CharField(**_answers(field))


def _answers(field: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    return {"required": False, "help_text": CLOSED} if field.right else {}


@read.register
def _r_number(field: Number, resource: Resource) -> Part:
    stored: Any = resource.model._meta.get_field(field.name)
    digits = getattr(stored, "max_digits", None)
    if digits is None:
        return serializers.IntegerField(allow_null=True, **_answers(field))
    return serializers.DecimalField(digits, field.places, allow_null=True, **_answers(field))


@read.register
def _r_percent(field: Percent, resource: Resource) -> Part:  # noqa: ARG001  one signature
    return serializers.DecimalField(5, 2, allow_null=True, **_answers(field))


@read.register
def _r_amount(field: Amount, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.DecimalField(18, 2, allow_null=True, **_answers(field))


@read.register
def _r_day(field: Day, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.DateField(allow_null=True, **_answers(field))


@read.register
def _r_moment(field: Moment, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.DateTimeField(allow_null=True, **_answers(field))


@read.register
def _r_choice(field: Choice, resource: Resource) -> Part:
    return serializers.ChoiceField(
        choices_of(field, resource.model), allow_blank=True, allow_null=True, **_answers(field)
    )


@read.register(Scale)
@read.register(Score)
def _r_step(field: Scale, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.IntegerField(allow_null=True, **_answers(field))


@read.register
def _r_flag(field: Flag, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.BooleanField(allow_null=True, **_answers(field))


@read.register
def _r_reference(field: Reference, resource: Resource) -> Part:  # noqa: ARG001  the same
    return serializers.UUIDField(allow_null=True, **_answers(field))


@read.register
def _r_computed(field: Computed, resource: Resource) -> Part:  # noqa: ARG001  the same
    if issubclass(field.like, (Number, Score)):
        return serializers.IntegerField(allow_null=True, **_answers(field))
    return serializers.CharField(allow_null=True, **_answers(field))
