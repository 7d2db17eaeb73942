"""The two kinds of target that nearly every column goes to."""

from __future__ import annotations

from django.utils.functional import Promise

from pmo_site.exchange.guessing import Choice, Target
from pmo_site.exchange.headers import scale_of
from pmo_site.exchange.mapping import Column, Parser
from pmo_site.exchange.parsers import money


def plain(key: str, label: str | Promise, names: str, parse: Parser, *, required: bool = False) -> Target:
    """A field that one column fills; `names` are other words such columns are headed with, separated by commas."""

    def columns(source: str, choice: Choice) -> tuple[Column, ...]:  # noqa: ARG001  the currency says nothing here
        return (Column(source, key, parse, required=required),)

    return Target(key, label, names, columns)


def amount(key: str, label: str | Promise, names: str) -> Target:
    """An amount of money, in the unit that the column's head tells."""

    def columns(source: str, choice: Choice) -> tuple[Column, ...]:
        return (Column(source, key, money(choice.currency, scale_of(source))),)

    return Target(key, label, names, columns, money=True)
