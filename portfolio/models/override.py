"""A person's own overall level beside the computed one, with a reason and an end."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.kernel.evidence import Level
from pmo_site.tenancy.models import EditableModel
from pmo_site.ui.parts import LEVEL_WORDS
from portfolio.domain.health import Override

DECLARABLE = [(level.value, LEVEL_WORDS[level.value]) for level in (Level.GREEN, Level.AMBER, Level.RED)]


@tracked
class HealthOverride(EditableModel):
    """An override of the overall level: shown from its first to its last day, never instead of the computed one.

    It ends by itself; `withdrawn_on` is the first day on which it no longer counts where it was taken back before.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="overrides")
    level = models.CharField(_("overall"), max_length=5, choices=DECLARABLE)
    reason = models.TextField(_("reason"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="override_in_order")]
        indexes = [models.Index(fields=["organization", "project", "-starts_on"], name="override_of_project")]

    def __str__(self) -> str:
        return f"{self.level} {self.starts_on}–{self.ends_on}"

    @property
    def rule(self) -> Override:
        """The override as the rules take it."""
        return Override(Level(self.level), self.reason, str(self.author_id), self.starts_on, self.ends_on)
