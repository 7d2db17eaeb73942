"""Which acts outside the registers can be taken back, and how: each app declares the kinds of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pmo_site.accounts.policy import Actor

Facts = Mapping[str, Any]


class Undo(Protocol):
    """Takes an act back through the services that did it, so that today's rights and rules are asked again.

    StaleError, RuleError or GoneError where something happened since; then nothing is stored.
    """

    def __call__(self, *, actor: Actor, facts: Facts) -> None:
        """Take the act back."""


class Page(Protocol):
    """Where an act is seen."""

    def __call__(self, slug: str, facts: Facts) -> str:
        """The address within the organization of that slug."""


@dataclass(frozen=True, slots=True)
class ActKind:
    """One kind of act."""

    key: str
    undo: Undo
    page: Page


_kinds: dict[str, ActKind] = {}


def register_act_kinds(*kinds: ActKind) -> None:
    """Declare kinds of acts; keys are unique."""
    for kind in kinds:
        if kind.key in _kinds:
            raise ValueError(f"There is a kind of act {kind.key!r} already.")
        _kinds[kind.key] = kind


def act_kind(key: str) -> ActKind | None:
    """The kind of a key; None for one that is known no more."""
    return _kinds.get(key)
