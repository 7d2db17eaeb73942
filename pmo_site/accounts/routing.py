"""Every view says what it asks for; nothing said means refused, never "anyone"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase

from pmo_site.accounts.policy import Actor, require, rights_on
from pmo_site.accounts.rights import Right

View = Callable[..., HttpResponseBase]
Finder = Callable[..., models.Model | None]
"""Finds the record that a request names: `(actor, **the address's parts)`, None where it does not exist."""


class Openness(StrEnum):
    """Who gets through to a view."""

    RIGHT = "right"
    ROWS = "rows"
    ACCOUNT = "account"
    OPERATOR = "operator"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a view asks of whoever calls it; `reason` says why where no right is asked."""

    openness: Openness
    right: Right | None = None
    reason: str = ""


class UndeclaredViewError(RuntimeError):
    """A view declares no requirement: a fault of its author, shown by a system check and by the tests."""


def declare(view: View, requirement: Requirement) -> View:
    """Say what a view asks for."""
    declared = vars(view)
    declared["requirement"], declared["right"] = requirement, requirement.right
    return view


def actor_of_request(request: object) -> Actor:
    """Who acts in this request; outside any organization a right means nothing."""
    actor = getattr(request, "actor", None)
    if actor is None:
        raise Http404
    return cast("Actor", actor)


@dataclass(frozen=True, slots=True)
class Admission:
    """A record that somebody was let through to, and the rights on it as far as they had to be asked for."""

    record: models.Model
    held: frozenset[Right] | None


def admission_to(
    actor: Actor, right: Right, *, of: Finder, sees: Right | None = None, parts: Mapping[str, object]
) -> Admission:
    """The record that an address names, for who holds the right on it.

    Who holds it not but sees the record is refused; to anybody else the record is missing.
    """
    record = of(actor, **parts)
    if record is None:
        raise Http404
    if {right, sees or right} <= actor.everywhere:
        return Admission(record, None)
    held = rights_on(actor, [record])[record.pk]
    if (sees or right) not in held:
        raise Http404
    if right not in held:
        raise PermissionDenied(str(right))
    return Admission(record, held)


def needs(right: Right, *, of: Finder | None = None, sees: Right | None = None) -> Callable[[View], View]:
    """Let through who holds the right: 403 for who may see but not do it, 404 where nothing may be seen.

    With `of`, the right is asked on the record it finds; whoever does not hold `sees` (the right itself where none
    is given) on that record gets what a missing record gets. The record is passed on as `record`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  a view's own arguments
            actor = actor_of_request(request)
            if of is None:
                require(actor, right)
                return view(request, *args, **kwargs)
            found = admission_to(actor, right, of=of, sees=sees, parts=kwargs)
            return view(request, *args, record=found.record, **kwargs)

        return declare(guarded, Requirement(Openness.RIGHT, right))

    return decorate


def lists(right: Right) -> Callable[[View], View]:
    """Let every member through to a list whose rows are filtered by `policy.visible` with this right."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  a view's own arguments
            actor_of_request(request)
            return view(request, *args, **kwargs)

        return declare(guarded, Requirement(Openness.ROWS, right))

    return decorate


def open_to_account(view: View) -> View:
    """Let through whoever is signed in, outside any organization: their own account and nothing else."""
    guarded = login_required(view)
    return declare(guarded, Requirement(Openness.ACCOUNT, None, "one's own account"))


def open_to_all(reason: str) -> Callable[[View], View]:
    """Let anybody through, for a reason that can be read."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  a view's own arguments
            return view(request, *args, **kwargs)

        return declare(opened, Requirement(Openness.ALL, None, reason))

    return decorate


def requirement_of(view: Callable[..., object]) -> Requirement:
    """What a view declares: on itself, or on the class it was made from; raises where nothing is declared."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        requirement = getattr(holder, "requirement", None)
        if isinstance(requirement, Requirement):
            return requirement
    raise UndeclaredViewError(f"{view.__module__}.{getattr(view, '__qualname__', view)} declares no requirement.")
