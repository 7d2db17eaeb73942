"""Snapshots of health: one immutable row per project and occasion."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.evidence import Level
from pmo_site.tenancy.fields import TenantKey
from pmo_site.tenancy.models import TenantModel
from pmo_site.ui.parts import LEVEL_WORDS
from portfolio.domain.health import Reasons, reasons_kept

LEVEL_CHOICES = [(level.value, LEVEL_WORDS[level.value]) for level in Level]


class Trigger(models.TextChoices):
    """Why a snapshot was taken."""

    DAILY = "daily", _("Daily")
    CHANGE = "change", _("After a change")
    DEMAND = "demand", _("On demand")
    POLICY = "policy", _("After a change of the policy")


class ProjectHealth(TenantModel):
    """The health of one project as judged for one day, with the inputs and the policy that made it.

    Append-only: the current light is the newest, strips read the daily ones, a past day replays as it stood.
    `rank` orders lists worst first. `dimensions` holds each dimension's level and data age, `findings` what made
    them, with the numbers as they were, in the short form of `portfolio.domain.health`; read them as `reasons`.
    """

    # The link to the project carries the organization, which the project's own link holds to be one: a check of its own
    # would be asked for every light of every day and could find nothing.
    organization = TenantKey(db_constraint=False)
    # The index of the newest snapshot leads with the project: one of the link alone would only slow the writing.
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="health", db_index=False)
    day = models.DateField(_("judged for"))
    trigger = models.CharField(_("trigger"), max_length=10, choices=Trigger.choices)
    overall = models.CharField(_("overall"), max_length=5, choices=LEVEL_CHOICES)
    rank = models.DecimalField(max_digits=12, decimal_places=4)
    data_share = models.DecimalField(_("share of data"), max_digits=5, decimal_places=4)
    dimensions = models.JSONField()
    findings = models.TextField(editable=False)
    policy = models.CharField(_("policy"), max_length=60)
    policy_version = models.PositiveIntegerField()
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("health snapshot")
        verbose_name_plural = _("health snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "project", "day"],
                condition=models.Q(trigger="daily"),
                name="daily_health_once",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "project", "-day", "-computed_at", "-id"], name="health_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.overall}"

    @cached_property
    def reasons(self) -> Reasons:
        """Why the light has its color, worst first."""
        return reasons_kept(self.findings, project=self.project_id, day=self.day)

    def reasons_at(self, level: Level) -> Reasons:
        """Those of one color, without reading the others."""
        return reasons_kept(self.findings, project=self.project_id, day=self.day, level=level)
