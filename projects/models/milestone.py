"""The days that matter on the way."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.threaded import Threaded
from projects.domain.project import slip_days


@tracked
class Milestone(Threaded, EditableModel):
    """A day that was promised, the day it is expected now, and the day it was reached."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(_("name"), max_length=200)
    baseline_on = models.DateField(_("baseline date"), null=True, blank=True)
    forecast_on = models.DateField(_("forecast date"), null=True, blank=True)
    actual_on = models.DateField(_("actual date"), null=True, blank=True)
    weight = models.DecimalField(
        _("weight"), max_digits=7, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(fields=["organization", "project", "name"], name="milestone_name_once"),
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="milestone_weight_not_negative"),
        ]
        indexes = [models.Index(fields=["organization", "project", "baseline_on", "id"], name="milestone_by_day")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether it was reached: then its forecast is never overdue."""
        return self.actual_on is not None

    @property
    def slip_days(self) -> int | None:
        """Days from the promised to the actual or forecast date; None where either is unknown."""
        return slip_days(self.baseline_on, self.forecast_on, self.actual_on)

    @property
    def is_late(self) -> bool:
        """Whether it slips, as far as is known."""
        return (self.slip_days or 0) > 0
