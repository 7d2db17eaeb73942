"""What is to be done, and what was done once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.tenancy.models import TenantModel


class OutboxEvent(models.Model):
    """A task to be published, written in the transaction that wants it; ids only, so it needs no wall."""

    id = models.BigAutoField(primary_key=True)
    task = models.CharField(max_length=120)
    organization_id = models.UUIDField(null=True)
    arguments = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("event to be published")
        verbose_name_plural = _("events to be published")
        indexes = [
            models.Index(fields=["id"], name="outbox_unpublished", condition=models.Q(published_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.task


class SentMail(models.Model):
    """The mark of a mail that was sent, so that a task delivered twice mails once; ids only, so it needs no wall."""

    mark = models.CharField(max_length=120, primary_key=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mail that was sent")
        verbose_name_plural = _("mails that were sent")

    def __str__(self) -> str:
        return self.mark


class RunState(models.TextChoices):
    """Where a run stands."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class JobRun(TenantModel):
    """One piece of periodic work: its unique row is why two beats or a redelivery do it once."""

    kind = models.CharField(_("kind"), max_length=60)
    period = models.CharField(_("period"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "period"], name="run_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"
