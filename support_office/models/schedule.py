"""When a project reports, and the reminders that were sent."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel, TenantModel
from support_office.domain.reporting import FIVE_O_CLOCK, LAST_DAY, WEDNESDAY, Cadence, Rhythm
from support_office.models.choices import CADENCE_CHOICES, WEEKDAY_CHOICES


@tracked
class ReportSchedule(EditableModel):
    """When a project reports; without one the governance tier's default holds.

    It carries the project's own id. Version 1 is the default that nobody stored: the first stored one is 2, so that
    two people who set the first schedule at once are told of each other.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="report_schedules")
    cadence = models.CharField(_("cadence"), max_length=10, choices=CADENCE_CHOICES)
    weekday = models.PositiveSmallIntegerField(_("due on weekday"), choices=WEEKDAY_CHOICES, default=WEDNESDAY)
    month_day = models.PositiveSmallIntegerField(
        _("due on day of the month"), default=LAST_DAY, validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)]
    )
    due_time = models.TimeField(_("due time"), default=FIVE_O_CLOCK)
    first_due = models.DateField(_("first due from"))

    class Meta:
        verbose_name = _("report schedule")
        verbose_name_plural = _("report schedules")
        constraints = [
            models.UniqueConstraint(fields=["organization", "project"], name="report_schedule_once"),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6) & models.Q(month_day__range=(1, LAST_DAY)),
                name="report_schedule_days_exist",
            ),
        ]

    def __str__(self) -> str:
        return self.get_cadence_display()

    @property
    def rhythm(self) -> Rhythm:
        """The schedule as the rules take it."""
        return Rhythm(Cadence(self.cadence), self.first_due, self.weekday, self.month_day, self.due_time)


class ReminderKind(models.TextChoices):
    """Why a manager was reminded."""

    SOON = "soon", _("Due soon")
    LATE = "late", _("Late")
    ASKED = "asked", _("Asked by the PMO")


class ReportReminder(TenantModel):
    """One reminder of one report to one manager; a second one of its kind for the period is never sent."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="report_reminders")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=5, choices=ReminderKind.choices)
    due_on = models.DateField(_("due"))
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("report reminder")
        verbose_name_plural = _("report reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "project", "person", "due_on", "kind"], name="report_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
