"""The fields of a register, each declared once: what lists, forms, sheets and the API need hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from pmo_site.accounts.rights import Right
from pmo_site.tenancy.columns import column

Words = Any
"""A text in the reader's language, often a lazy one."""
Value = Any
"""What a field holds: a text, a number, a day, a linked record; None is unknown."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What every field may say beside its name.

    `label` None takes the model's own. `right` is asked of readers on each record: without it the field is absent.
    `change_right` is asked of writers beside the register's own right. `sort` names the column that sorts it,
    `required` and `help` are for forms; a `fixed` field is shown and never typed. `names` are what columns of it are
    headed with in people's own sheets, in both languages, separated by commas, the likeliest first: pastes and imports
    know it by them beside its label.
    """

    name: str
    _: KW_ONLY
    label: Words | None = None
    help: Words = ""
    right: Right | None = None
    change_right: Right | None = None
    sort: str = ""
    required: bool = False
    fixed: bool = False
    initial: Value = None
    names: str = ""


@dataclass(frozen=True, slots=True)
class Text(Shared):
    """A text, kept as typed. `search` is the folded column or the column itself that the search looks through."""

    search: str = ""
    long: bool = False
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Number(Shared):
    """A number; `unit` is a word behind it, `places` how many decimals are kept."""

    places: int = 0
    unit: Words = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Percent(Shared):
    """A share in hundredths, from 0 to 100."""

    places: int = 0


@dataclass(frozen=True, slots=True)
class Amount(Shared):
    """An amount of money; `currency` names the field or the path that holds its currency."""

    currency: str = "currency"


@dataclass(frozen=True, slots=True)
class Currency(Shared):
    """A currency's three letters."""


@dataclass(frozen=True, slots=True)
class Day(Shared):
    """A date that people plan by. `fiscal` filters it by fiscal years; `is_due` marks it when it is past."""

    fiscal: bool = False
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Moment(Shared):
    """A moment, shown in the organization's time zone; never typed."""


@dataclass(frozen=True, slots=True)
class Choice(Shared):
    """One of the model's choices. `look` draws it: as a chip, as a health level, or as plain words.

    `words` are what people write for a value in their own sheets beside its labels and its code, separated by commas.
    """

    look: str = "chip"
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scale(Shared):
    """A step of an ordinal scale with a word for each; `words` are asked when they are shown."""

    words: Callable[[], Mapping[int, Words]] = dict


@dataclass(frozen=True, slots=True)
class Score(Shared):
    """A risk score from 1 to 25, drawn with its band; computed, never typed."""


@dataclass(frozen=True, slots=True)
class Flag(Shared):
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Reference(Shared):
    """A link to another record: `choices` gives those that may be picked, asked for when they are offered.

    `find` names the columns by which a pasted or imported text finds its record. Where there are too many to choose
    from, the record is `typed` by such a text. Where records form a tree, `within` gives a record's id with those of
    all below it: a list narrowed to it holds what belongs to any of them.
    """

    choices: Callable[[], models.QuerySet[Any]]
    find: Sequence[str] = ("name",)
    empty: Words = ""
    typed: bool = False
    within: Callable[[Any], Iterable[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Computed(Shared):
    """What is told of a record and stored nowhere: `value` finds it, `like` is a field that says how it is shown.

    What is told `beside` comes of other records or of the day: it stands in lists, and no version of the record speaks
    for it. With `words` it is one of a few codes, by which lists are filtered where `rows` annotates it by its name.
    """

    value: Callable[[Any], Value]
    like: type[Shared] = Text
    beside: bool = False
    words: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Whole(Computed):
    """What people write in one cell and the register keeps in `parts`: a paste tells them apart by `split`.

    It answers None for a text that does not tell, which is refused with `unsplit`.
    """

    parts: tuple[str, ...] = ()
    split: Callable[[str], Sequence[str] | None] = lambda _text: None
    unsplit: Words = ""


Field = (
    Text | Number | Percent | Amount | Currency | Day | Moment | Choice | Scale | Score | Flag | Reference | Computed
)

NEVER_TYPED = (Moment, Score, Computed)


def is_typed(field: Field) -> bool:
    """Whether people enter this field."""
    return not field.fixed and not isinstance(field, NEVER_TYPED)


def is_beside(field: Field) -> bool:
    """Whether it comes of other records."""
    return isinstance(field, Computed) and field.beside


def label_of(field: Field, model: type[models.Model]) -> Words:
    """The field's words: its own, or those of the model as a heading begins."""
    if field.label is not None:
        return field.label
    return capfirst(column(model, field.name).verbose_name)


def value_of(field: Field, record: models.Model) -> Value:
    """What a record holds in a field; a linked record as such."""
    return field.value(record) if isinstance(field, Computed) else getattr(record, field.name)


def choices_of(field: Choice, model: type[models.Model]) -> list[tuple[str, Words]]:
    """The stored values of a choice and their words."""
    found: list[tuple[str, Words]] = list(column(model, field.name).flatchoices)
    return found
