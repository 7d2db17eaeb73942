"""The answer to an ask of the board: recorded beside the report, which stands as it was accepted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel


@tracked
class AskAnswer(EditableModel):
    """That the ask of a report was answered, by whom it was recorded and when."""

    report = models.ForeignKey("support_office.StatusReport", on_delete=models.PROTECT, related_name="answers")
    answered_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("recorded by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to an ask")
        verbose_name_plural = _("answers to asks")
        constraints = [models.UniqueConstraint(fields=["organization", "report"], name="ask_answered_once")]

    def __str__(self) -> str:
        return f"{self.answered_at}"
