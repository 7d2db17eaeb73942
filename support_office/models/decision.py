"""What was decided about a project: the log that later questions are answered from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.threaded import Threaded

SUBJECTS = [
    ("scope", pgettext_lazy("subject of a decision", "Scope")),
    ("schedule", pgettext_lazy("subject of a decision", "Schedule")),
    ("cost", pgettext_lazy("subject of a decision", "Cost")),
    ("quality", pgettext_lazy("subject of a decision", "Quality")),
    ("risk", pgettext_lazy("subject of a decision", "Risk")),
    ("people", pgettext_lazy("subject of a decision", "People")),
]


@tracked
class Decision(EditableModel, Threaded):
    """A decision in words, with the day and who took it; it stays when people and plans have moved on."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(_("decision"), max_length=200)
    subject = models.CharField(_("about"), max_length=12, choices=SUBJECTS, blank=True)
    reason = models.TextField(_("reason and conditions"), blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        "accounts.Person",
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["organization", "project", "-decided_on", "id"], name="decision_newest")]

    def __str__(self) -> str:
        return self.title
