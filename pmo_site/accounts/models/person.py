"""Somebody the organization knows, with or without an account."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked_but
from pmo_site.kernel.parsing import fold, is_japanese
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.sorting import spoken_name
from pmo_site.tenancy.threaded import Threaded


@tracked_but("sort_name")
class Person(EditableModel, Threaded):
    """A person of the organization: owner, manager, stakeholder or reporter. May have no account."""

    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name_reading = models.CharField(_("family name (reading)"), max_length=100, blank=True)
    given_name_reading = models.CharField(_("given name (reading)"), max_length=100, blank=True)
    sort_name = spoken_name(reading=("family_name_reading", "given_name_reading"), name=("family_name", "given_name"))
    email = models.EmailField(_("e-mail"), blank=True)
    department = models.ForeignKey(
        "accounts.Department",
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
    )
    folded = models.CharField(max_length=700, default="", blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "id"]
        indexes = [models.Index(fields=["organization", "sort_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.display(get_language() or "ja")

    def save(self, **kwargs: Any) -> None:  # noqa: ANN401  Django's signature
        """Keep what the search looks through in step with the names."""
        self.folded = self.searched_text()
        super().save(**kwargs)

    def searched_text(self) -> str:
        """Names, readings and e-mail, folded for search."""
        parts = (
            self.family_name,
            self.given_name,
            self.family_name_reading,
            self.given_name_reading,
            self.given_name,
            self.family_name,
            self.email,
        )
        return fold(" ".join(part for part in parts if part))[:700]

    def display(self, language: str) -> str:
        """The name as its readers write it: family name last in English, unless it is written in Japanese script."""
        names = [self.family_name, self.given_name]
        if not language.startswith("ja") and not any(map(is_japanese, names)):
            names.reverse()
        return " ".join(name for name in names if name)
