"""How projects are grouped: portfolios, programs, and the dated places of projects in them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked, tracked_but
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.sorting import spoken_name
from pmo_site.tenancy.threaded import Threaded


class _Term(Func):
    """The days of a placement, both ends included."""

    function = "daterange"
    output_field = DateRangeField()


_DAYS = _Term("starts_on", "ends_on", RangeBoundary(inclusive_upper=True))


@tracked_but("sort_name")
class Portfolio(EditableModel, Threaded):
    """A set of projects that is governed as one: those placed in it, those of its programs, those of a saved view."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    reading = models.CharField(_("reading"), max_length=200, blank=True)
    sort_name = spoken_name(reading=("reading",), name=("name",))
    purpose = models.TextField(_("purpose"), blank=True)
    owner = models.ForeignKey(
        "accounts.Person", verbose_name=_("owner"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    view = models.ForeignKey(
        "resources.SavedView",
        verbose_name=_("saved view of projects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portfolios",
    )

    class Meta:
        verbose_name = _("portfolio")
        verbose_name_plural = _("portfolios")
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="portfolio_code_once")]
        indexes = [models.Index(fields=["organization", "sort_name", "id"], name="portfolio_by_name")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked_but("sort_name")
class Program(EditableModel, Threaded):
    """Projects that serve one benefit together; it may belong to a portfolio."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    reading = models.CharField(_("reading"), max_length=200, blank=True)
    sort_name = spoken_name(reading=("reading",), name=("name",))
    purpose = models.TextField(_("purpose"), blank=True)
    manager = models.ForeignKey(
        "accounts.Person",
        verbose_name=_("program manager"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    portfolio = models.ForeignKey(
        Portfolio,
        verbose_name=_("portfolio"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programs",
    )

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="program_code_once")]
        indexes = [models.Index(fields=["organization", "sort_name", "id"], name="program_by_name")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@tracked
class Placement(EditableModel, Threaded):
    """A project's place in a program or in a portfolio, from a day to a day, so that moves keep their history.

    On any day a project has at most one place in programs, so that nothing is summed twice, and stands at most once
    in the same portfolio.
    """

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="placements"
    )
    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    portfolio = models.ForeignKey(
        Portfolio,
        verbose_name=_("portfolio"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.CheckConstraint(
                condition=Q(program__isnull=True, portfolio__isnull=False)
                | Q(program__isnull=False, portfolio__isnull=True),
                name="one_place",
                violation_error_code="one_place",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="placement_in_order",
                violation_error_code="before_term",
            ),
            ExclusionConstraint(
                name="one_program_at_a_time",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("project", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(program__isnull=False),
                violation_error_code="second_program",
            ),
            ExclusionConstraint(
                name="once_in_a_portfolio",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("project", RangeOperators.EQUAL),
                    ("portfolio", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(portfolio__isnull=False),
                violation_error_code="placed_already",
            ),
        ]
        indexes = [models.Index(fields=["organization", "project", "-starts_on"], name="placement_of_project")]

    def __str__(self) -> str:
        place = self.program or self.portfolio
        return f"{self.project.code} {place.code if place else self.starts_on}"
