"""Fields of a register as targets of an import: their labels and their names stand in the declaration alone."""

from __future__ import annotations

from pmo_site.exchange.guessing import Target
from pmo_site.exchange.mapping import Parser
from pmo_site.exchange.targets import amount, plain
from pmo_site.resources.fields import label_of
from pmo_site.resources.resource import Resource


def field_target(resource: Resource, name: str, parse: Parser, *, required: bool = False) -> Target:
    """A field that one column fills."""
    field = resource.field(name)
    return plain(name, label_of(field, resource.model), field.names, parse, required=required)


def amount_target(resource: Resource, name: str) -> Target:
    """An amount of money."""
    field = resource.field(name)
    return amount(name, label_of(field, resource.model), field.names)
