"""The project: the unit that everything else of the product is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor, visible
from pmo_site.accounts.rights import PROJECT_RIGHTS, Right
from pmo_site.audit.tracking import tracked_but
from pmo_site.tenancy.context import require_organization_id
from pmo_site.tenancy.managers import TenantManager
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.sorting import spoken_name
from pmo_site.tenancy.threaded import Threaded
from projects.domain.project import FINISHED, GovernanceTier, ProjectStatus, slip_days
from projects.models.choices import STATUS_CHOICES, TIER_CHOICES

MONEY_FIELDS = ("original_budget", "latest_budget", "actual_cost", "currency")
"""Fields that are absent for whoever lacks the right to see money."""


class ProjectQuerySet(models.QuerySet["Project"]):
    """Lists of projects."""

    def visible_to(self, actor: Actor, right: Right = Right.PROJECT_VIEW) -> ProjectQuerySet:
        """Projects on which the actor holds a right; pages, API, exports and jobs all ask here."""
        return visible(actor, right, self)

    def current(self) -> ProjectQuerySet:
        """Projects that are not archived."""
        return self.filter(archived_at__isnull=True)

    def judged(self) -> ProjectQuerySet:
        """Projects that have a light: neither archived nor cancelled. A cancelled one is no finished work."""
        return self.current().exclude(status=ProjectStatus.CANCELLED)


class ProjectManager(TenantManager["Project"]):
    """The tenant's projects."""

    def get_queryset(self) -> ProjectQuerySet:
        """Projects of the current tenant."""
        return ProjectQuerySet(self.model, using=self._db).filter(organization_id=require_organization_id())

    def visible_to(self, actor: Actor, right: Right = Right.PROJECT_VIEW) -> ProjectQuerySet:
        """Projects on which the actor holds a right."""
        return self.get_queryset().visible_to(actor, right)

    def current(self) -> ProjectQuerySet:
        """Projects that are not archived."""
        return self.get_queryset().current()

    def judged(self) -> ProjectQuerySet:
        """Projects that have a light."""
        return self.get_queryset().judged()

    def with_ids(self, ids: Iterable[UUID]) -> ProjectQuerySet:
        """Some projects by id."""
        return self.get_queryset().filter(pk__in=list(ids))


@tracked_but("sort_name")
class Project(Threaded, EditableModel):
    """A project: what it is for, who it belongs to, when it is due and what it may cost.

    Unknown dates and amounts are null. `original_budget` and the baseline dates are what was first approved;
    `latest_budget` and the forecast dates are what holds now. `reading` is how the name is read, in kana.
    """

    code = models.CharField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=300)
    folded_name = models.CharField(max_length=900, editable=False)
    reading = models.CharField(_("reading"), max_length=300, blank=True)
    sort_name = spoken_name(reading=("reading",), name=("folded_name",))
    purpose = models.TextField(_("purpose"), blank=True)
    department = models.ForeignKey(
        "accounts.Department",
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    tier = models.CharField(_("governance tier"), max_length=10, choices=TIER_CHOICES, default=GovernanceTier.STANDARD)
    status = models.CharField(_("status"), max_length=10, choices=STATUS_CHOICES, default=ProjectStatus.PLANNED)
    baseline_start = models.DateField(_("baseline start"), null=True, blank=True)
    baseline_finish = models.DateField(_("baseline finish"), null=True, blank=True)
    baselined_on = models.DateField(_("baseline first reported on"), null=True, blank=True)
    forecast_start = models.DateField(_("forecast start"), null=True, blank=True)
    forecast_finish = models.DateField(_("forecast finish"), null=True, blank=True)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_finish = models.DateField(_("actual finish"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="JPY")
    original_budget = models.DecimalField(_("original budget"), max_digits=18, decimal_places=2, null=True, blank=True)
    latest_budget = models.DecimalField(_("latest budget"), max_digits=18, decimal_places=2, null=True, blank=True)
    actual_cost = models.DecimalField(_("actual cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    percent_complete = models.DecimalField(_("percent complete"), max_digits=5, decimal_places=2, null=True, blank=True)
    imported_note = models.TextField(_("note from the import"), blank=True)
    data_as_of = models.DateField(_("data as of"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, editable=False)

    objects: ClassVar[ProjectManager] = ProjectManager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        default_permissions = ()
        permissions = [(right.name.lower(), right.value) for right in sorted(PROJECT_RIGHTS)]
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="project_code_once"),
            models.CheckConstraint(
                condition=Q(percent_complete__isnull=True) | Q(percent_complete__range=(0, 100)),
                name="project_percent_in_range",
            ),
            models.CheckConstraint(
                condition=(Q(original_budget__isnull=True) | Q(original_budget__gte=0))
                & (Q(latest_budget__isnull=True) | Q(latest_budget__gte=0))
                & (Q(actual_cost__isnull=True) | Q(actual_cost__gte=0)),
                name="project_money_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(baseline_start__isnull=True)
                | Q(baseline_finish__isnull=True)
                | Q(baseline_finish__gte=F("baseline_start")),
                name="project_baseline_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "forecast_finish", "id"], name="project_by_finish"),
            models.Index(fields=["organization", "sort_name", "id"], name="project_by_name"),
            models.Index(fields=["organization", "status", "id"], name="project_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_over(self) -> bool:
        """Whether its dates are past for good: a finished project is never overdue."""
        return self.status in FINISHED

    @property
    def start_slip_days(self) -> int | None:
        """Days from the promised to the actual or forecast start; None where either is unknown."""
        return slip_days(self.baseline_start, self.forecast_start, self.actual_start)

    @property
    def finish_slip_days(self) -> int | None:
        """Days from the promised to the actual or forecast finish; None where either is unknown."""
        return slip_days(self.baseline_finish, self.forecast_finish, self.actual_finish)
