"""People's names in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from pmo_site.accounts.models import Person

register = template.Library()


@register.simple_tag
def person(someone: Person) -> str:
    """A person's name as the page's language writes it."""
    return someone.display(get_language() or "ja")
