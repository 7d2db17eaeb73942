"""What a program signs in with, on behalf of a member."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked_but
from pmo_site.tenancy.models import TenantModel


@tracked_but("key_hash", "last_used_at")
class ApiToken(TenantModel):
    """A key for programs, in one organization and for a limited time; only the hash of it is kept.

    It never does more than its owner may do today, and of that only what its scopes name.
    """

    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    hint = models.CharField(_("last characters"), max_length=4)
    key_hash = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"))
    networks = ArrayField(models.CharField(max_length=43), verbose_name=_("networks"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        "accounts.Person",
        verbose_name=_("revoked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [models.UniqueConstraint(fields=["organization", "key_hash"], name="token_key_once")]

    def __str__(self) -> str:
        return self.name
