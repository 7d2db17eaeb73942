"""What ties an account to a person of an organization, and what that person may do there."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.roles import ORGANIZATION_ROLE_LABELS, OrganizationRole
from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.managers import TenantManager
from pmo_site.tenancy.models import TenantModel

ROLE_CHOICES = [(role.value, ORGANIZATION_ROLE_LABELS[role]) for role in OrganizationRole]


@tracked
class Membership(TenantModel):
    """An account's place in one organization. The account also sees it before a tenant is chosen."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="memberships")
    joined_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[TenantManager[Membership]] = TenantManager()
    across: ClassVar[models.Manager[Membership]] = models.Manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.UniqueConstraint(fields=["organization", "person"], name="membership_of_person_once"),
        ]
        # The organization picker reads by account alone, before a tenant is chosen.
        indexes = [models.Index(fields=["user"], name="membership_by_user")]

    def __str__(self) -> str:
        return str(self.person_id)


@tracked
class MembershipRole(TenantModel):
    """One organization role of a member; a member may hold several."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organization role")
        verbose_name_plural = _("organization roles")
        constraints = [models.UniqueConstraint(fields=["organization", "membership", "role"], name="role_once")]

    def __str__(self) -> str:
        return self.role


@tracked
class Invitation(TenantModel):
    """An invitation by mail for a person to become a member; only the hash of its key is kept."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    key_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email
