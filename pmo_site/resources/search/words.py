"""What it means that an entry holds what somebody typed: the same for the search and for the lists' own field."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.db.models import Func, IntegerField, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from pmo_site.kernel.parsing import spellings

LONGEST = 200
MOST_WORDS = 6


def typed_words(typed: str) -> list[tuple[str, ...]]:
    """Each typed word in its spellings; a text without words has none."""
    words = (spellings(word) for word in typed.replace("\x00", "")[:LONGEST].split()[:MOST_WORDS])
    return [word for word in words if word]


def matching(words: list[tuple[str, ...]]) -> Q:
    """Entries in which every word stands, in one of its spellings."""
    return reduce(and_, map(holds, words))


def holds(word: tuple[str, ...]) -> Q:
    """Entries in which a word stands in one of its spellings."""
    return reduce(or_, map(_stands, word))


def _stands(folded: str) -> Q:
    needle = Func(Value(folded), function="search_fold", output_field=TextField())
    return Q(GreaterThan(StrIndex("words", needle), Value(0, output_field=IntegerField())))
