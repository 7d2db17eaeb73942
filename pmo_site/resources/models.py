"""What registers keep beside their records: saved views, asked exports, and changes that can be undone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel, TenantModel


@tracked
class SavedView(EditableModel):
    """A list as somebody wants to see it again: filters, columns and sort, one's own or shared with everybody.

    `query` holds the parameters of the list's address; rights are those of whoever opens it.
    """

    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(_("register"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    query = models.JSONField(_("filters, columns and sort"), default=dict)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["organization", "owner", "register", "name"], name="saved_view_once")
        ]
        indexes = [models.Index(fields=["organization", "register", "name", "id"], name="saved_view_by_register")]

    def __str__(self) -> str:
        return self.name


class SearchEntry(TenantModel):
    """What the search knows of a record of any register, kept by the database itself under the record's own id.

    `words` are the folded texts that are looked through, one a line; `noted_at` is when they last changed.
    """

    register = models.CharField(max_length=60)
    owner_record = models.UUIDField(null=True)
    code = models.CharField(max_length=80, blank=True)
    folded_code = models.CharField(max_length=160, blank=True)
    title = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            models.Index(fields=["organization", "register", "-noted_at", "-id"], name="search_entry_newest"),
            models.Index(fields=["organization", "folded_code", "register"], name="search_entry_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.code or self.title}"


class ExportRun(TenantModel):
    """A file of a long list that somebody asked for; `query` is the list as they saw it, `record_id` its owner."""

    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=60)
    record_id = models.UUIDField(null=True)
    query = models.JSONField(default=dict)
    form = models.CharField(max_length=4)
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [models.Index(fields=["organization", "asked_by", "-asked_at"], name="export_run_newest")]

    def __str__(self) -> str:
        return f"{self.register} {self.asked_at}"


class ChangeBatch(TenantModel):
    """What one act of a person did to records of a register, so that it can be undone while nothing else happened.

    `entries` are triples of a record's id, its version before (null: it was made) and after (null: it was deleted).
    """

    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=60)
    entries = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change that can be undone")
        verbose_name_plural = _("changes that can be undone")
        indexes = [models.Index(fields=["organization", "made_by", "-made_at"], name="change_batch_newest")]

    def __str__(self) -> str:
        return f"{self.register} {self.made_at}"
