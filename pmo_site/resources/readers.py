"""How the text of a pasted cell becomes what the form of its field takes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.db import models
from django.utils.translation import gettext, override

from pmo_site.accounts.models import Person
from pmo_site.exchange.parsers import word_key
from pmo_site.kernel.parsing import ParseError, fold, parse_quantity, says_unknown
from pmo_site.resources.choices import LANGUAGES, words_of_choice
from pmo_site.resources.fields import Choice, Flag, Reference, Scale, Whole

YES = frozenset(fold(word) for word in ("yes", "true", "1", "はい", "有", "○", "あり", "済"))
NO = frozenset(fold(word) for word in ("no", "false", "0", "いいえ", "無", "×", "なし", "未"))


class UnreadError(ValueError):
    """A cell whose words mean nothing here, or too much."""


def scaled(reads: Callable[[str], Any], scale: Decimal) -> Callable[[str], Any]:
    """A reader of amounts whose head tells their unit (予算（千円）); a cell that tells its own keeps it."""

    def counts(cell: str) -> Any:  # noqa: ANN401  what the reader gives
        try:
            found = parse_quantity(cell)
        except ParseError:
            return reads(cell)
        bare = found is not None and found.multiplier == 1 and found.unit is None and not found.is_percent
        return found.amount * scale if found is not None and bare else reads(cell)

    return reads if scale == 1 else counts


@singledispatch
def reader_of(field: object, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  one signature; a function
    """How a cell's text becomes what the form of this field takes."""
    return str


@reader_of.register
def _reads_choice(field: Choice, model: type[models.Model]) -> Any:  # noqa: ANN401  the same
    words = words_of_choice(field, model)
    return lambda cell: words.get(word_key(cell), cell)


@reader_of.register
def _reads_scale(field: Scale, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    words: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            for step, word in field.words().items():
                words |= {fold(str(word)): step, fold(f"{step} {word}"): step}
    return lambda cell: words.get(fold(cell), cell)


@reader_of.register
def _reads_whole(field: Whole, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    def parts(cell: str) -> dict[str, str]:
        found = field.split(cell)
        if found is None:
            raise UnreadError(str(field.unsplit))
        return dict(zip(field.parts, found, strict=True))

    return parts


@reader_of.register
def _reads_flag(field: Flag, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    return _yes_or_no


def _yes_or_no(cell: str) -> bool:
    word = fold(cell)
    if word and word not in YES | NO:
        raise UnreadError(gettext("Write yes or no."))
    return word in YES


@reader_of.register
def _reads_reference(field: Reference, model: type[models.Model]) -> Any:  # noqa: ARG001, ANN401  the same
    known: dict[str, dict[Any, models.Model]] = {}
    for record in field.choices():
        for word in _words_of(record, field):
            known.setdefault(fold(word), {})[record.pk] = record

    def reads(cell: str) -> Any:  # noqa: ANN401  a record, or the text that the form refuses
        meant = list(known.get(fold(cell), {}).values())
        if len(meant) > 1:
            raise UnreadError(gettext("Several are called so. Name it by its code or its mail address."))
        if not meant and says_unknown(cell):  # asked last: a department may be called NA
            return None
        return meant[0] if meant else cell

    return reads


def _words_of(record: models.Model, field: Reference) -> list[str]:
    """What a text may call a record: its name, the columns by which it is found, both orders of a person's name."""
    own = [str(getattr(record, column) or "") for column in field.find if hasattr(record, column)]
    if isinstance(record, Person):
        names = [name for name in (record.family_name, record.given_name) if name]
        orders = [" ".join(names), " ".join(reversed(names))]
        own += [*orders, *(name.replace(" ", "") for name in orders), record.email]
    return [word for word in (str(record), *own) if word]
