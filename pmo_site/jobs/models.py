"""What is to be done, and what was done once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel import clock
from pmo_site.tenancy.models import TenantModel


class OutboxEvent(models.Model):
    """A task to be done, written in the transaction that wants it; ids only, so it needs no wall.

    Until it is finished the relay publishes it whenever it is due: at first, after a failure's pause, and when
    nothing was heard of it for too long. What the broker loses is therefore published again. `process` runs it now;
    `once` marks what is asked for at most once, such as a day.
    """

    id = models.BigAutoField(primary_key=True)
    task = models.CharField(max_length=120)
    organization_id = models.UUIDField(null=True)
    arguments = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    publications = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    process = models.CharField(max_length=120, blank=True, db_default="")
    once = models.CharField(max_length=80, blank=True, db_default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("event to be published")
        verbose_name_plural = _("events to be published")
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "task", "once"], name="asked_once", condition=~models.Q(once="")
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_due", condition=models.Q(finished_at__isnull=True))
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


class JobState(models.TextChoices):
    """Where a job stands; a failed one was tried as often as is allowed and waits for somebody to retry it."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Job(TenantModel):
    """One task of an organization from its asking to its end: unique per event and handler, so done once.

    Progress is written beside the task's own transaction, so that it is seen while the task runs.
    """

    event_id = models.BigIntegerField()
    handler = models.CharField(_("task"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    reason = models.CharField(_("reason"), max_length=120, blank=True, default="")
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=60, blank=True, default="")
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("asked by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("cancelled by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    retried_at = models.DateTimeField(_("retried"), null=True)
    retried_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("retried by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    retried_from = models.CharField(max_length=10, blank=True, db_default="")

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [models.UniqueConstraint(fields=["organization", "event_id", "handler"], name="job_once")]
        indexes = [
            models.Index(fields=["organization", "-asked_at", "id"], name="job_newest"),
            models.Index(
                fields=["organization", "asked_by", "-asked_at"],
                name="job_own_newest",
                condition=models.Q(asked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}"


class Heartbeat(models.Model):
    """When a process last said that it is at work; processes belong to no organization, so it needs no wall."""

    process = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=20)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.process
