"""The status report: what a manager declares about a period, with the figures as they stood."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel
from support_office.domain.report import ReportState, is_kinder
from support_office.models.choices import DECLARED_CHOICES, STATE_CHOICES

UNSPOKEN_FIELDS = (
    "project_id", "number", "period_from", "period_to", "due_at", "declared", "figures", "ask_answered",
    "prepared_by_id", "on_behalf_of_id", "submitted_by_id", "submitted_at", "accepted_by_id", "accepted_at",
    "returned_by_id",
)  # fmt: skip
"""Fields whose history is kept, but told by the page itself or by who did what when."""


@tracked
class StatusReport(EditableModel):
    """What is reported of a project for a period.

    `declared` holds the manager's level and comment by dimension. `figures` is what the product knew when the report
    was submitted, as it was shown; once accepted, a report never changes again: the database refuses it.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="status_reports")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=STATE_CHOICES, default=ReportState.DRAFT)
    period_from = models.DateField(_("period from"))
    period_to = models.DateField(_("period until"))
    due_at = models.DateTimeField(_("due"), null=True)
    summary = models.TextField(_("summary"), blank=True)
    achievements = models.TextField(_("achievements"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    overall = models.CharField(_("declared overall level"), max_length=5, choices=DECLARED_CHOICES, blank=True)
    declared = models.JSONField(default=dict)
    ask_text = models.TextField(_("ask of the board"), blank=True)
    ask_recommendation = models.TextField(_("recommendation"), blank=True)
    ask_due_on = models.DateField(_("decision needed by"), null=True, blank=True)
    ask_answered = models.BooleanField(_("the ask is answered"), default=False)
    figures = models.JSONField(default=dict)
    prepared_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("prepared by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        "accounts.Person", verbose_name=_("on behalf of"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("submitted by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    accepted_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("accepted by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    returned_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("returned by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.TextField(_("reason of the return"), blank=True)

    class Meta:
        verbose_name = _("status report")
        verbose_name_plural = _("status reports")
        constraints = [
            models.UniqueConstraint(fields=["organization", "project", "number"], name="report_number_once"),
            models.UniqueConstraint(fields=["organization", "project", "period_to"], name="report_period_once"),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="report_period_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=(ReportState.DRAFT, ReportState.RETURNED))
                | (Q(submitted_at__isnull=False) & ~Q(overall="")),
                name="report_submitted_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ACCEPTED) | Q(accepted_at__isnull=False), name="report_accepted_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "project", "-period_to"], name="report_by_period"),
            models.Index(fields=["organization", "state", "project"], name="report_by_state"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="accepted_report_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="accepted"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def title(self) -> str:
        """The report by its number, in the reader's language."""
        return str(pgettext_lazy("report", "Status report No. %(number)s") % {"number": self.number})

    @property
    def computed_level(self) -> str | None:
        """The level that the evidence gave when the figures were taken; None where none was computed."""
        health = self.figures.get("health") or {}
        found: str | None = health.get("level")
        return found

    @property
    def is_kinder(self) -> bool:
        """Whether more is declared than the evidence gave."""
        return is_kinder(self.overall, self.computed_level)

    @property
    def was_late(self) -> bool:
        """Whether it was submitted after it was due."""
        return bool(self.due_at and self.submitted_at and self.submitted_at > self.due_at)
