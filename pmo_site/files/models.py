"""Files that an organization keeps: what is known of them. Their bytes lie in the organization's folder."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import TenantModel


class Purpose(models.TextChoices):
    """What a file is kept for; who may read it follows from this."""

    UPLOAD = "upload", pgettext_lazy("purpose of a file", "Upload")
    ATTACHMENT = "attachment", pgettext_lazy("purpose of a file", "Attachment")
    EXPORT = "export", pgettext_lazy("purpose of a file", "Export")


@tracked
class StoredFile(TenantModel):
    """A file: its type was found in its bytes, its sum proves them, its row stands if and only if they were stored.

    A deleted one can be brought back until its bytes are purged; only then it no longer counts.
    """

    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("kind of file"), max_length=100)
    sha256 = models.CharField(max_length=64)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    uploaded_by = models.ForeignKey(
        "accounts.Person", verbose_name=_("brought by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    system = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(purpose=Purpose.EXPORT) | models.Q(expires_at__isnull=False),
                name="export_expires",
            ),
            models.CheckConstraint(
                condition=models.Q(uploaded_by__isnull=False) | ~models.Q(system=""), name="file_has_an_author"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "size"], condition=models.Q(purged_at__isnull=True), name="file_that_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.name
