"""Fields of a register as targets of an import: their labels and their names stand in the declaration alone."""

from __future__ import annotations

from functools import cache, partial

from pmo_site.exchange.guessing import Target
from pmo_site.exchange.mapping import Parser
from pmo_site.exchange.parsers import word
from pmo_site.exchange.targets import amount, plain
from pmo_site.resources.choices import words_of_choice
from pmo_site.resources.fields import Choice, label_of
from pmo_site.resources.resource import Resource


def field_target(resource: Resource, name: str, parse: Parser, *, required: bool = False) -> Target:
    """A field that one column fills."""
    field = resource.field(name)
    return plain(name, label_of(field, resource.model), field.names, parse, required=required)


def choice_target(resource: Resource, name: str) -> Target:
    """A choice, known by the words by which a paste knows it."""
    field = resource.field(name)
    if not isinstance(field, Choice):
        raise TypeError(f"{resource.key} has no choice {name!r}.")
    known = cache(partial(words_of_choice, field, resource.model))
    return field_target(resource, name, word(known))


def amount_target(resource: Resource, name: str) -> Target:
    """An amount of money."""
    field = resource.field(name)
    return amount(name, label_of(field, resource.model), field.names)
