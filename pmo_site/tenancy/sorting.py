"""Lists that sort by name sort as names are spoken: by the reading where there is one, else by the name as written."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Coalesce, NullIf

from pmo_site.kernel.parsing.folding import KATAKANA, KATAKANA_MARKS, TO_HIRAGANA

_KATAKANA = "".join(chr(code) for span in (KATAKANA, KATAKANA_MARKS) for code in span)
_HIRAGANA = "".join(chr(ord(sign) - TO_HIRAGANA) for sign in _KATAKANA)


class Sound(Func):
    """Texts as one, in hiragana of one width without long vowels and case: what the database can fold by itself."""

    template = f"replace(lower(translate(normalize(%(expressions)s, NFKC), '{_KATAKANA}', '{_HIRAGANA}')), 'ー', '')"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


def spoken_name(*, reading: tuple[str, ...], name: tuple[str, ...]) -> models.GeneratedField:
    """The column by which a kind sorts; the database keeps it, whoever writes the names, one by one or in bulk.

    Leave it out of history (`tracked_but`): it says nothing that the names do not say.
    """
    nothing = Value(" " * (len(reading) - 1), output_field=models.TextField())
    spoken = NullIf(Sound(*map(F, reading)), nothing)
    return models.GeneratedField(
        expression=Coalesce(spoken, Sound(*map(F, name))), output_field=models.TextField(), db_persist=True
    )
