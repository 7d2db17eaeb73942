"""What the API remembers of requests that must not run twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.tenancy.models import TenantModel


class IdempotencyRecord(TenantModel):
    """The answer to a POST that named an Idempotency-Key, stored in the transaction of its write.

    A key belongs to one caller (an account or a token) in one organization. A failed request leaves no record, so it
    can be repeated.
    """

    caller_id = models.UUIDField()
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        constraints = [
            models.UniqueConstraint(fields=["organization", "caller_id", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return self.key
