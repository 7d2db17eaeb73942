"""What people are told about: kinds of notice, and the kinds of record that notices are about.

Every app fills both registries from its module `notices.py`, found by `autodiscover_modules("notices")`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise

from pmo_site.accounts.rights import Right

Text = str | Promise


class UnknownKindError(LookupError):
    """A notice names a kind, or is about a kind of record, that no app registered: a fault of the caller."""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice.

    `sentence` has named placeholders: `%(subject)s` is the subject's label, every other one a fact of the notice.
    Facts whose name ends in `_on` hold an ISO date and in `_person` a person's id; both are shown in the reader's
    language. `words` names the values of other facts that are codes: `{"level": {"red": _("Red")}}`.
    The notice is shown only to who still holds `right` on the subject; without one, to who still sees the subject.
    An urgent one is mailed at once.
    """

    key: str
    label: Text
    sentence: Text
    icon: str
    right: Right | None
    is_mutable: bool = True
    is_urgent: bool = False
    words: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record that notices are about: how it is found, named and addressed.

    `kind` is the one of `RowReference`; who holds `right` on a record sees it. `route` is a URL name below the
    organization and `argument` the name of its part that takes the record's id; a notice may name an address of its
    own instead. A label never tells money; `joins` are the links that it reads.
    """

    kind: str
    model: type[models.Model]
    right: Right
    route: str = ""
    argument: str = ""
    label: Callable[[models.Model], str] = str
    joins: tuple[str, ...] = ()


_kinds: dict[str, NoticeKind] = {}
_subjects: dict[str, Subject] = {}


def register_notice_kind(kind: NoticeKind) -> None:
    """Add a kind of notice; keys are unique, and what is urgent cannot be muted."""
    if kind.key in _kinds:
        raise ValueError(f"There is a kind of notice {kind.key!r} already.")
    if kind.is_urgent and kind.is_mutable:
        raise ValueError(f"The urgent kind {kind.key!r} cannot be muted.")
    _kinds[kind.key] = kind


def register_subject(subject: Subject) -> None:
    """Add a kind of record that notices are about; a kind is registered once."""
    if subject.kind in _subjects:
        raise ValueError(f"There is a subject {subject.kind!r} already.")
    _subjects[subject.kind] = subject


def notice_kind(key: str) -> NoticeKind:
    """The kind of this key; an unknown one raises."""
    if key not in _kinds:
        raise UnknownKindError(f"No app registered the kind of notice {key!r}.")
    return _kinds[key]


def subject_kind(kind: str) -> Subject:
    """How records of this kind are found and named; an unknown one raises."""
    if kind not in _subjects:
        raise UnknownKindError(f"No app registered the subject {kind!r}.")
    return _subjects[kind]


def notice_kinds() -> list[NoticeKind]:
    """Every kind of notice, by key."""
    return [_kinds[key] for key in sorted(_kinds)]


def subject_kinds() -> list[Subject]:
    """Every kind of record that notices are about, by name."""
    return [_subjects[kind] for kind in sorted(_subjects)]
