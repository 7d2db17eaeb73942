"""Who works on a project in which role, and the single grants beyond roles."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from pmo_site.accounts.roles import ProjectRole
from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.fields import TenantKey
from pmo_site.tenancy.models import EditableModel
from projects.models.choices import ROLE_CHOICES


class _Term(Func):
    """The days of a role, both ends included."""

    function = "daterange"
    output_field = DateRangeField()


@tracked
class ProjectMember(EditableModel):
    """A person's role on a project from a day to a day, with the share of their time.

    At any date a project has at most one accountable manager: the database refuses a second.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="project_roles")
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    allocation = models.PositiveSmallIntegerField(
        _("allocation (%)"), default=100, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("project member")
        verbose_name_plural = _("project members")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "project", "person", "role", "starts_on"], name="member_role_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="member_term_in_order"
            ),
            ExclusionConstraint(
                name="one_accountable_manager",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("project", RangeOperators.EQUAL),
                    (
                        _Term("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role=ProjectRole.PROJECT_MANAGER),
            ),
        ]
        indexes = [models.Index(fields=["organization", "person", "role", "project"], name="member_by_person")]

    def __str__(self) -> str:
        return f"{self.role}"


@tracked
class ProjectGrant(UserObjectPermissionBase):
    """A single right on one project for one member, beyond any role (django-guardian's direct table).

    Its organization and user are together a key to a membership: nobody outside can be granted anything.
    """

    organization = TenantKey()
    content_object = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="grants")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("single grant")
        verbose_name_plural = _("single grants")
        unique_together = []
        constraints = [
            models.UniqueConstraint(fields=["organization", "user", "permission", "content_object"], name="grant_once")
        ]
