"""Imports as records: the file that was brought, what was said about its columns, and what it changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.audit.tracking import tracked
from pmo_site.exchange.guessing import Choice
from pmo_site.exchange.kinds import ImportKind, import_kind
from pmo_site.tenancy.models import EditableModel, TenantModel


class ImportState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", _("Being read")
    UPLOADED = "uploaded", _("Columns to be mapped")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    QUEUED = "queued", _("Being applied")
    DONE = "done", pgettext_lazy("import", "Applied")
    FAILED = "failed", _("Failed, nothing stored")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Outcome(models.TextChoices):
    """What becomes of a row; one that an undo left alone was changed since by somebody else."""

    REJECTED = "rejected", _("Rejected")
    UPDATED = "updated", pgettext_lazy("row", "Updated")
    CREATED = "created", pgettext_lazy("row", "New")
    UNCHANGED = "unchanged", _("Unchanged")
    KEPT = "kept", _("Left alone")


class ImportRun(EditableModel):
    """One file on its way in. Its rows are kept until `expires_at`; what it changed is kept for good.

    `raw` is a large file as it came, until a worker has read its rows into `packed`.

    `report` holds counts and what concerns the whole file; the rows behind the counts stand in report pages.
    While it waits or is at work, `job_id` names the job by which it can be followed and cancelled.
    """

    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    header = models.JSONField(default=list)
    raw = models.BinaryField(null=True)
    packed = models.BinaryField(null=True)
    row_count = models.PositiveIntegerField(_("rows"))
    targets = models.JSONField(default=dict)
    currency = models.CharField(_("currency"), max_length=3, default="JPY")
    as_of = models.DateField(_("as of"), null=True)
    skips_rejected = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    report = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["organization", "-uploaded_at", "id"], name="import_by_time")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def choice(self) -> Choice:
        """What the reader said about the columns."""
        return Choice(self.targets, self.currency)

    @property
    def of_kind(self) -> ImportKind:
        """What the file brings."""
        return import_kind(self.kind)


class ImportReportPage(TenantModel):
    """Some rows of a report of one outcome, so that no reader ever loads the others."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        verbose_name = _("page of an import's report")
        verbose_name_plural = _("pages of imports' reports")
        constraints = [
            models.UniqueConstraint(fields=["organization", "run", "outcome", "number"], name="import_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.number}"


@tracked
class ImportMapping(EditableModel):
    """A named choice of columns, offered again for files with the same header."""

    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    fingerprint = models.CharField(max_length=64)
    targets = models.JSONField(default=dict)
    currency = models.CharField(_("currency"), max_length=3)
    used_at = models.DateTimeField(_("used"))

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "name"], name="import_mapping_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def choice(self) -> Choice:
        """What was said about the columns."""
        return Choice(self.targets, self.currency)

    @property
    def of_kind(self) -> ImportKind:
        """What files with these columns bring."""
        return import_kind(self.kind)


class ImportEffect(TenantModel):
    """What an import did to one record, so that it can be undone while nothing else has happened to it.

    `before` holds the former values of what it changed; a record that it created has none.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="effects")
    row = models.PositiveIntegerField()
    record_id = models.UUIDField()
    label = models.CharField(max_length=80)
    created = models.BooleanField()
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    undone_version = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("effect of an import")
        verbose_name_plural = _("effects of imports")
        constraints = [models.UniqueConstraint(fields=["organization", "run", "record_id"], name="import_effect_once")]
        indexes = [models.Index(fields=["organization", "record_id"], name="import_effect_by_record")]

    def __str__(self) -> str:
        return f"{self.row} {self.label}"
