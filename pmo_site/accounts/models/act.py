"""Acts that can be taken back while nothing else happened."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.tenancy.models import TenantModel


class UndoableAct(TenantModel):
    """One act of a person outside the registers: its kind, and the ids and versions that undoing it asks for."""

    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("act that can be undone")
        verbose_name_plural = _("acts that can be undone")
        indexes = [models.Index(fields=["organization", "made_by", "-made_at"], name="undoable_act_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at}"
