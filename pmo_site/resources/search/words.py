"""What it means that an entry holds what somebody typed: the same for the search and for the lists' own field."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_

from django.db.models import Func, IntegerField, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from pmo_site.kernel.parsing import narrow, spellings
from pmo_site.resources.models import SearchEntry
from pmo_site.resources.search.kinds import TypedWords

LONGEST = 200
MOST_WORDS = 6
_DATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")


def typed_words(typed: str) -> TypedWords:
    """Each typed word in its spellings, a month or a day also as it is kept; a text without words has none."""
    words = (_spelled(word) for word in typed.replace("\x00", "")[:LONGEST].split()[:MOST_WORDS])
    return [word for word in words if word]


def _spelled(word: str) -> tuple[str, ...]:
    """2026/11, 2026年11月 and 2026-11 are one month, and 2026/11/6 is one day of it."""
    dated = _DATED.fullmatch(narrow(word))
    if dated is None:
        return spellings(word)
    year, *parts = (part for part in dated.groups() if part)
    return tuple(dict.fromkeys((*spellings(word), "-".join([year, *(part.zfill(2) for part in parts)]))))


def matching(words: TypedWords, *, owners: str = "") -> Q:
    """Entries in which every word stands in one of its spellings, or in their owner's where `owners` is a register."""
    return reduce(and_, (holds(word) | _owner_holds(word, owners) if owners else holds(word) for word in words))


def _owner_holds(word: tuple[str, ...], register: str) -> Q:
    return Q(owner_record__in=SearchEntry.objects.filter(holds(word), register=register).values("pk"))


def holds(word: tuple[str, ...]) -> Q:
    """Entries in which a word stands in one of its spellings."""
    return reduce(or_, map(_stands, word))


def _stands(folded: str) -> Q:
    needle = Func(Value(folded), function="search_fold", output_field=TextField())
    return Q(GreaterThan(StrIndex("words", needle), Value(0, output_field=IntegerField())))
