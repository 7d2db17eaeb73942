"""The words by which a choice is known in people's own sheets: pastes and imports ask here alike."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language, override

from pmo_site.exchange.parsers import word_key
from pmo_site.resources.fields import Choice, choices_of

LANGUAGES = ("ja", "en")


def words_of_choice(field: Choice, model: type[models.Model]) -> dict[str, str]:
    """Values by their labels in every language, the reader's first, by their codes, and by other words."""
    found: dict[str, str] = {}
    for language in (get_language(), *LANGUAGES):
        with override(language):
            for value, label in choices_of(field, model):
                found.setdefault(word_key(str(label)), value)
    for value, _label in choices_of(field, model):
        found.setdefault(word_key(str(value)), value)
    for value, words in field.words:
        for word in words.split(","):
            found.setdefault(word_key(word), value)
    return found
