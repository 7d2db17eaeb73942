"""What every entry of a log has: its number, what it is called, who answers for it, by when."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.parsing import fold
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.threaded import Threaded
from support_office.domain.logs import LIVE

FOLDED_LENGTH = 600


class LogEntry(EditableModel, Threaded):
    """An entry of a project's log.

    `number` counts through the organization and `code` shows it. `live_due_on` is the due day while the entry is
    live: lists sorted by it begin with what is most overdue and end with what is over.
    """

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    code = models.CharField(_("No."), max_length=20, editable=False)
    title = models.CharField(_("title"), max_length=300)
    folded_title = models.CharField(max_length=FOLDED_LENGTH, blank=True, editable=False)
    owner = models.ForeignKey(
        "accounts.Person", verbose_name=_("owner"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    live_due_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_live(self) -> bool:
        """Whether it still asks for something."""
        return str(getattr(self, "state", "")) in LIVE

    @property
    def is_over(self) -> bool:
        """Whether its due day has lost its meaning."""
        return not self.is_live

    def settle(self) -> dict[str, Any]:
        """Derive what follows from the typed fields; returns what was derived, for an UPDATE."""
        derived: dict[str, Any] = {
            "folded_title": fold(self.title)[:FOLDED_LENGTH],
            "live_due_on": self.due_on if self.is_live else None,
        }
        for name, value in derived.items():
            setattr(self, name, value)
        return derived
