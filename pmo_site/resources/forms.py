"""Forms of any register: the declared fields that the actor may fill in, each understood as people type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from pmo_site.resources.cells import named
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Currency,
    Day,
    Field,
    Flag,
    Number,
    Percent,
    Reference,
    Scale,
    Text,
    Words,
    choices_of,
    label_of,
)
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import offered
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.editing import VersionedForm
from pmo_site.ui.fields import AmountField, DayField, NumberField, PercentField

MONEY_DIGITS = 18
LONG_TEXT = 20_000

CHOICE_ERRORS = {"invalid_choice": _("“%(value)s” is not one of the choices.")}
CURRENCY_ERRORS = {"invalid": _("Use a three-letter currency code such as JPY.")}


_OFFERED = {"list": "offered", "autocomplete": "off"}
_FIRST = {**_OFFERED, "data-pm-autosubmit": True}
_CHOSEN = {
    **_OFFERED,
    "hx-post": "",
    "hx-trigger": "change",
    "hx-include": "closest form",
    "hx-vals": '{"choose": "1"}',
    "hx-target": "#placed",
    "hx-select": "#placed",
    "hx-swap": "outerHTML",
}
"""Another owner brings its own fields into the form at once; without script they come with the next save."""


class RecordForm(VersionedForm):
    """A form over some fields of a register."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        resource: Resource,
        fields: Iterable[Field],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.resource = resource
        for field in fields:
            self.fields[field.name] = form_field(field, resource.model)

    def rows(self) -> list[list[forms.BoundField]]:
        """Fields as the declaration lays them out, without those that are not open."""
        lines = ([self[name] for name in line if name in self.fields] for line in self.resource.form)
        return [line for line in lines if line]


class PlacedForm(RecordForm):
    """A form over a new record that also says to which owner it belongs, by words; `problem` is what is wrong there."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        resource: Resource,
        fields: Sequence[Field],
        initial: Mapping[str, Any],
        problem: str,
    ) -> None:
        super().__init__(data, resource=resource, fields=fields, initial=initial)
        if resource.owner is None:
            raise TypeError(f"{resource.key} belongs to nobody.")
        self.place, self.problem = resource.owner.field, problem
        asked = forms.CharField(
            label=resource.field(resource.owner.column).label,
            help_text=_("Its code or its name. Those to which you may add are offered."),
            widget=forms.TextInput(attrs=_CHOSEN if fields else _FIRST),
        )
        self.fields = {self.place: asked, **self.fields}

    @property
    def place_bound(self) -> forms.BoundField:
        """The field that names the owner."""
        return self[self.place]

    def clean(self) -> dict[str, Any]:
        """Refuse an owner to whom nothing may be added."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if self.problem:
            self.add_error(self.place, self.problem)
        return told

    def ask_owner_alone(self) -> None:
        """Leave out what is wrong elsewhere: the owner was chosen, the rest is not yet said."""
        for name in set(self.errors) - {self.place}:
            del self.errors[name]

    def values(self) -> dict[str, Any]:
        """What was typed for the record itself."""
        return {name: value for name, value in super().values().items() if name != self.place}


def initial_of(record: EditableModel, fields: Iterable[Field]) -> dict[str, Any]:
    """What stands in a record, as its form shows it."""
    return {"version": record.version, **{field.name: getattr(record, field.name) for field in fields}}


def defaults_of(fields: Iterable[Field], *, currency: str) -> dict[str, Any]:
    """What a new record begins with: declared values, and the organization's currency."""
    found = {field.name: currency if isinstance(field, Currency) else field.initial for field in fields}
    return {"version": 1, **{name: value for name, value in found.items() if value is not None}}


def form_field(field: Field, model: type[models.Model]) -> forms.Field:
    """The form field of a declared one, with its label, its help and whether it must be filled."""
    made = entered(field, model)
    made.label = label_of(field, model)
    made.required = field.required
    if field.help:
        made.help_text = field.help
    return made


@singledispatch
def entered(field: object, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  one signature
    """The form field that understands what people type here."""
    raise TypeError(f"{type(field).__name__} is not typed.")


@entered.register
def _enters_text(field: Text, model: type[models.Model]) -> forms.Field:
    stored: Any = model._meta.get_field(field.name)
    if isinstance(stored, models.EmailField):
        return forms.EmailField(max_length=stored.max_length)
    if field.long:
        return forms.CharField(max_length=field.limit or LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
    return forms.CharField(max_length=field.limit or stored.max_length)


@entered.register
def _enters_number(field: Number, model: type[models.Model]) -> forms.Field:
    stored: Any = model._meta.get_field(field.name)
    digits = getattr(stored, "max_digits", None)
    return NumberField(max_digits=digits, decimal_places=field.places, min_value=field.least, max_value=field.most)


@entered.register
def _enters_percent(field: Percent, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  one signature
    return PercentField(min_value=0, max_value=100, decimal_places=field.places)


@entered.register
def _enters_amount(field: Amount, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  the same
    return AmountField(max_digits=MONEY_DIGITS, decimal_places=2)


@entered.register
def _enters_currency(field: Currency, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  the same
    return forms.RegexField(regex=r"^[A-Z]{3}\Z", error_messages=CURRENCY_ERRORS)


@entered.register
def _enters_day(field: Day, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  the same
    return DayField()


@entered.register
def _enters_choice(field: Choice, model: type[models.Model]) -> forms.Field:
    choices = choices_of(field, model)
    offered = choices if field.required else [("", _("Not chosen")), *choices]
    return forms.ChoiceField(choices=offered, error_messages=CHOICE_ERRORS)


@entered.register
def _enters_scale(field: Scale, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  the same
    choices = [(step, f"{step} {word}") for step, word in field.words().items()]
    offered = choices if field.required else [("", _("Not chosen")), *choices]
    return forms.TypedChoiceField(choices=offered, coerce=int, empty_value=None, error_messages=CHOICE_ERRORS)


@entered.register
def _enters_flag(field: Flag, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  the same
    return forms.BooleanField()


@entered.register
def _enters_reference(field: Reference, model: type[models.Model]) -> forms.Field:  # noqa: ARG001  the same
    if field.typed:
        return TypedLinkField(field)
    return LinkField(field, empty_label=field.empty or _("Not chosen"))


class LinkField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes parameters only in its stubs
    """A linked record, offered by the name that its readers know."""

    def __init__(self, field: Reference, *, empty_label: Words, label: Words | None = None) -> None:
        super().__init__(field.choices(), empty_label=empty_label, label=label)
        self.widget.choices = OfferedRecords(self, field)  # until a form narrows what may be chosen

    def label_from_instance(self, obj: models.Model) -> str:
        """A person's name in the reader's order, any other record's own."""
        return named(obj)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401  a key as typed, or a record that was offered
        """The record of a key; one that a pasted name found among the choices is not asked for again."""
        return value if isinstance(value, models.Model) else super().to_python(value)


class OfferedRecords(BaseChoiceIterator):
    """The records of a link as the options of a select, read when it is drawn, by a prepared query."""

    def __init__(self, field: LinkField, source: Reference) -> None:
        self._field, self._source = field, source

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """Nothing chosen comes first: whoever looks at that alone reads no record."""
        yield "", self._field.empty_label
        for record in offered(self._source):
            yield record.pk, self._field.label_from_instance(record)


class TypedLinkField(forms.CharField):
    """A linked record, typed by the code or the name that people know it by."""

    default_error_messages = {"unknown": _("There is no such record. Type its code.")}

    def __init__(self, field: Reference) -> None:
        super().__init__(max_length=300)
        self.field = field

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  Django's own signature
        """Show a record, or the id of one, by its code; what was typed stays as it was."""
        if isinstance(value, UUID):
            value = self.field.choices().filter(pk=value).first()
        return getattr(value, self.field.find[0]) if isinstance(value, models.Model) else value

    def clean(self, value: Any) -> models.Model | None:  # noqa: ANN401  Django's own signature
        """The record of a text or an id; what nobody knows is refused at the field."""
        if isinstance(value, models.Model):
            return value
        typed = super().clean(str(value or ""))
        return self._found(typed) if typed else None

    def _found(self, typed: str) -> models.Model:
        for column in ("pk", *self.field.find):
            try:
                found: models.Model | None = self.field.choices().filter(**{column: typed}).first()
            except (ValueError, ValidationError):
                continue
            if found is not None:
                return found
        raise ValidationError(self.error_messages["unknown"], code="unknown")
