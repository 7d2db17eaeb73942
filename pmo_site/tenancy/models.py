"""The tenant, and what every record of a tenant has in common."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.ids import new_id
from pmo_site.tenancy.fields import TenantKey
from pmo_site.tenancy.managers import TenantManager


class OrganizationState(models.TextChoices):
    """Whether an organization may be worked in."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class Organization(models.Model):
    """A tenant: a company or a ministry. The edge of the site reads it before any tenant is chosen.

    `files_quota_bytes` is what its files may take up; none means what the site allows everybody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=OrganizationState.choices, default=OrganizationState.ACTIVE
    )
    files_quota_bytes = models.PositiveBigIntegerField(_("space for files"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A record of one organization: walled by its manager, row-level security and composite keys."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = TenantKey()

    objects = TenantManager()

    class Meta:
        abstract = True


class EditableModel(TenantModel):
    """A record that people edit: it counts its versions, so that a stale edit is refused and not lost."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Counter(TenantModel):
    """The last number given to a kind of record in one organization."""

    kind = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
