"""Notices of people inside one organization, and how each person wants to be told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.kernel import clock
from pmo_site.tenancy.models import EditableModel, TenantModel


class Notice(TenantModel):
    """One thing told to one person about one record; the mark is why it is told once.

    It keeps ids and plain facts, never the record's title: what the reader may not see any more cannot leak from it.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    facts = models.JSONField(default=dict)
    route = models.CharField(max_length=60, blank=True, default="")
    route_parts = models.JSONField(default=dict)
    mark = models.CharField(max_length=80)
    created_at = models.DateTimeField(_("given"), default=clock.now)
    read_at = models.DateTimeField(_("read"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person", "kind", "subject_kind", "subject_id", "mark"], name="notice_once"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "person", "-created_at", "id"], name="notice_newest"),
            models.Index(
                fields=["organization", "person", "created_at"],
                name="notice_to_mail",
                condition=Q(read_at__isnull=True, mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mark}"


class Rhythm(models.TextChoices):
    """On which days unread notices are gathered into one mail."""

    DAILY = "daily", _("Every day")
    WEEKDAYS = "weekdays", _("Monday to Friday")
    NEVER = "never", _("Never")


@tracked
class NoticePreferences(EditableModel):
    """How one person wants to be told; hours are those of the organization's time zone.

    Its id is the person's, so that the defaults have a version to be changed from before they are stored.
    Quiet hours run from `quiet_from` up to, not including, `quiet_until`, over midnight where it comes first.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(
        _("mail of unread notices"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKDAYS
    )
    digest_hour = models.PositiveSmallIntegerField(_("hour of the mail"), default=8, validators=[MaxValueValidator(23)])
    quiet_from = models.PositiveSmallIntegerField(
        _("quiet from"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("quiet until"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    muted = ArrayField(models.CharField(max_length=60), verbose_name=_("muted kinds"), default=list, blank=True)

    class Meta:
        verbose_name = _("notice preferences")
        verbose_name_plural = _("notice preferences")
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="notice_preferences_once"),
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="notice_digest_hour_of_a_day"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__lte=23, quiet_until__lte=23),
                name="notice_quiet_hours_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.rhythm
