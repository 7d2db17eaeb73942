"""The organization's own rules for lights, one row per version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.tenancy.models import TenantModel
from portfolio.domain.health import HealthPolicy

DEFAULT_VERSION = 1
"""The number of the policy that the product ships with; an organization's own versions follow it."""


class HealthPolicyVersion(TenantModel):
    """One version of the health policy: append-only, so that every snapshot's policy can be read for ever.

    In force on a day is the highest version that is valid from that day or before it. `rules` holds the whole
    policy as `HealthPolicy.as_json` writes it; `restores` names the version whose rules were taken up again.
    """

    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"))
    rules = models.JSONField()
    restores = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("health policy")
        verbose_name_plural = _("health policies")
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def policy(self) -> HealthPolicy:
        """The rules as the judge takes them."""
        return HealthPolicy.from_json(self.rules)
