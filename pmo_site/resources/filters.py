"""What a list can be narrowed to: the same for page, export and API."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce, singledispatch
from operator import or_
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor
from pmo_site.kernel.calendar import fiscal_year, fiscal_year_range
from pmo_site.resources.fields import (
    Amount,
    Choice,
    Computed,
    Day,
    Field,
    Flag,
    Number,
    Percent,
    Reference,
    Scale,
    Score,
    Text,
    choices_of,
    label_of,
)
from pmo_site.resources.forms import LinkField
from pmo_site.resources.models import SearchEntry
from pmo_site.resources.resource import Resource
from pmo_site.resources.search.plans import search_plan
from pmo_site.resources.search.words import holds, typed_words
from pmo_site.resources.selectors import Rows, open_everywhere
from pmo_site.ui.fields import DayField, NumberField
from pmo_site.ui.formats import fiscal_year_text

ANY = ("", _("Any"))
YES_OR_NO = [ANY, ("yes", _("Yes")), ("no", _("No"))]
YEARS_AROUND = 6
SEARCHED = 200

Parts = dict[str, forms.Field]


class FilterForm(forms.Form):
    """The filters of a register that are open to an actor; `offered` are kept by name."""

    def __init__(self, data: Mapping[str, Any], *, resource: Resource, actor: Actor, fiscal_start: int) -> None:
        super().__init__(data)
        self.fields |= filter_fields(resource, actor, fiscal_start=fiscal_start)


def filter_fields(resource: Resource, actor: Actor, *, fiscal_start: int) -> Parts:
    """Every filter of a register by the name of its parameter."""
    found: Parts = {}
    if searched_columns(resource, actor):
        found["q"] = forms.CharField(label=_("Search"), required=False, max_length=SEARCHED)
    for field in filterable(resource, actor):
        for name, part in parts_of(field, resource).items():
            part.required = False
            found[name] = part
        if isinstance(field, Day) and field.fiscal:
            found[f"{field.name}_year"] = _years(field, resource, fiscal_year(actor.today, fiscal_start))
    if resource.owner:
        found[resource.owner.field] = forms.CharField(label=resource.owner.label, required=False, max_length=80)
    for condition in resource.conditions:
        found[condition.name] = forms.BooleanField(label=condition.label, required=False)
    if resource.archives:
        found["archived"] = forms.BooleanField(label=_("Archived"), required=False)
    return found


def filterable(resource: Resource, actor: Actor) -> list[Field]:
    """Declared filters whose right the actor holds on everything."""
    return open_everywhere(actor, (resource.field(name) for name in resource.filters))


def searched_columns(resource: Resource, actor: Actor) -> list[str]:
    """Columns that the search looks through for this reader: never one that is closed on some row."""
    return [field.search for field in open_everywhere(actor, searched_fields(resource)) if isinstance(field, Text)]


def searched_fields(resource: Resource) -> list[Field]:
    """Fields that a search looks through where they are open."""
    return [field for field in resource.fields if isinstance(field, Text) and field.search]


def _years(field: Day, resource: Resource, current: int) -> forms.Field:
    language = get_language() or "ja"
    years = range(current - YEARS_AROUND, current + YEARS_AROUND + 1)
    choices = [ANY, *((year, fiscal_year_text(year, language)) for year in years)]
    label = _("%(day)s in") % {"day": label_of(field, resource.model)}
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


@singledispatch
def parts_of(field: object, resource: Resource) -> Parts:  # noqa: ARG001  the same for every kind
    """The parameters by which a field narrows, with the form field of each."""
    raise TypeError(f"{type(field).__name__} does not filter.")


@parts_of.register
def _parts_of_choice(field: Choice, resource: Resource) -> Parts:
    choices = [ANY, *choices_of(field, resource.model)]
    return {field.name: forms.ChoiceField(label=label_of(field, resource.model), choices=choices)}


@parts_of.register
def _parts_of_computed(field: Computed, resource: Resource) -> Parts:
    choices = [ANY, *field.words]
    return {field.name: forms.ChoiceField(label=label_of(field, resource.model), choices=choices)}


@parts_of.register
def _parts_of_scale(field: Scale, resource: Resource) -> Parts:
    choices = [ANY, *((step, f"{step} {word}") for step, word in field.words().items())]
    label = label_of(field, resource.model)
    return {field.name: forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None)}


@parts_of.register
def _parts_of_flag(field: Flag, resource: Resource) -> Parts:
    return {field.name: forms.ChoiceField(label=label_of(field, resource.model), choices=YES_OR_NO)}


@parts_of.register
def _parts_of_reference(field: Reference, resource: Resource) -> Parts:
    label = label_of(field, resource.model)
    return {field.name: LinkField(field, label=label, empty_label=ANY[1])}


@parts_of.register
def _parts_of_day(field: Day, resource: Resource) -> Parts:
    label = label_of(field, resource.model)
    return {
        f"{field.name}_from": DayField(label=pgettext_lazy("day", "%(field)s from") % {"field": label}),
        f"{field.name}_until": DayField(label=_("%(field)s until") % {"field": label}),
    }


@parts_of.register(Number)
@parts_of.register(Percent)
@parts_of.register(Amount)
@parts_of.register(Score)
def _parts_of_number(field: Number, resource: Resource) -> Parts:
    label = label_of(field, resource.model)
    return {
        f"{field.name}_min": NumberField(label=_("%(field)s from") % {"field": label}),
        f"{field.name}_max": NumberField(label=_("%(field)s to") % {"field": label}),
    }


_LOOKUPS = {"_from": "__gte", "_until": "__lte", "_min": "__gte", "_max": "__lte"}


def narrowed(rows: Rows, resource: Resource, actor: Actor, given: Mapping[str, Any], *, fiscal_start: int) -> Rows:
    """The rows that meet everything given: filters by the names of their parameters, as forms or the API read them."""
    if resource.archives:
        rows = rows.filter(archived_at__isnull=not given.get("archived"))
    for condition in resource.conditions:
        if given.get(condition.name):
            rows = rows.filter(condition.rows(actor))
    if resource.owner and given.get(resource.owner.field):
        rows = rows.filter(_of_owner(resource, str(given[resource.owner.field])))
    if given.get("q"):
        rows = _searched(rows, resource, actor, str(given["q"]))
    for field in filterable(resource, actor):
        rows = _by_field(rows, field, given, fiscal_start)
    return rows


def _by_field(rows: Rows, field: Field, given: Mapping[str, Any], fiscal_start: int) -> Rows:
    year = given.get(f"{field.name}_year")
    if year:
        rows = rows.filter(**{f"{field.name}__range": fiscal_year_range(int(year), fiscal_start)})
    for ending, lookup in _LOOKUPS.items():
        value = given.get(f"{field.name}{ending}")
        if value is not None:
            rows = rows.filter(**{f"{field.name}{lookup}": value})
    value = given.get(field.name)
    if value in (None, ""):
        return rows
    if isinstance(field, Flag):
        value = value in (True, "yes")
    value = value.pk if isinstance(value, Model) else value
    if isinstance(field, Reference) and field.within is not None:
        return rows.filter(**{f"{field.name}__in": list(field.within(value))})
    return rows.filter(**{field.name: value})


def _of_owner(resource: Resource, typed: str) -> Q:
    """An owner by its id or by the code that people know it by."""
    owner = resource.owner
    assert owner is not None  # noqa: S101  asked for registers with an owner alone
    try:
        return Q(**{f"{owner.field}_id": UUID(typed)})
    except ValueError:
        return Q(**{f"{owner.field}__{owner.code}__iexact": typed.replace("\x00", "")})


def _searched(rows: Rows, resource: Resource, actor: Actor, typed: str) -> Rows:
    """Rows in which every word stands, in any spelling: in what the search keeps of them, or in a closed column."""
    plan = search_plan(resource)
    kept = plan.fields if plan else ()
    columns = [column for column in searched_columns(resource, actor) if column not in kept]
    for word in typed_words(typed):
        entry = Exists(SearchEntry.objects.filter(holds(word), pk=OuterRef("pk")))
        rows = rows.filter(reduce(or_, (_holds(column, word) for column in columns), Q(entry)))
    return rows


def _holds(column: str, word: tuple[str, ...]) -> Q:
    """A column outside the search is looked through as it is typed."""
    return reduce(or_, (Q(**{f"{column}__icontains": spelling}) for spelling in word))
