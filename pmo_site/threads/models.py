"""What people say about a record: comments, files and links, on one thread that hangs on it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel, TenantModel
from pmo_site.threads.limits import LABEL_CHARACTERS, URL_CHARACTERS


class Thread(TenantModel):
    """The talk on one record; `kind` says on which registered kind it hangs. Made with the first word."""

    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return self.kind


@tracked
class Comment(EditableModel):
    """What somebody said: theirs alone to change and to take back; history keeps every wording."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        "accounts.Person", verbose_name=_("author"), on_delete=models.PROTECT, related_name="comments"
    )
    text = models.TextField(_("comment"))
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]
        indexes = [models.Index(fields=["organization", "thread", "created_at", "id"], name="comment_by_time")]

    def __str__(self) -> str:
        return self.text[:80]


class Mention(TenantModel):
    """Somebody who is meant by a comment, and was told of it once."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["organization", "comment", "person"], name="mention_once")]

    def __str__(self) -> str:
        return str(self.person_id)


@tracked
class Attachment(TenantModel):
    """A file or a link on a thread, brought with a comment or by itself."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="attachments")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, related_name="attachments")
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    url = models.CharField(_("address"), max_length=URL_CHARACTERS, blank=True)
    label = models.CharField(_("label"), max_length=LABEL_CHARACTERS, blank=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | (Q(file__isnull=True) & ~Q(url="")),
                name="attachment_file_or_link",
            ),
        ]
        indexes = [models.Index(fields=["organization", "thread", "added_at", "id"], name="attachment_by_time")]

    def __str__(self) -> str:
        return self.label or self.url or str(self.file_id)
