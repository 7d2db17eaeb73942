"""What an organization decides about itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.accounts.roles import OPERATING_MODEL_LABELS, OperatingModel
from pmo_site.audit.tracking import tracked, tracked_but
from pmo_site.tenancy.models import EditableModel, TenantModel
from pmo_site.tenancy.threaded import Threaded

_MODEL_CHOICES = [(model.value, OPERATING_MODEL_LABELS[model]) for model in OperatingModel]


class Closing(models.TextChoices):
    """Which days are off beside weekends and the country's holidays."""

    NONE = "none", _("Public holidays only")
    GOVERNMENT = "government", _("Government offices (also 29 December to 3 January)")
    BANK = "bank", _("Banks (also 31 December to 3 January)")


class Country(models.TextChoices):
    """Whose public holidays are kept."""

    JAPAN = "JP", _("Japan")
    CANADA = "CA", _("Canada")
    UNITED_STATES = "US", _("United States")
    UNITED_KINGDOM = "GB", _("United Kingdom")


def languages() -> list[tuple[str, str]]:
    """The languages of the site, under their own names."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def months() -> list[tuple[int, str | Promise]]:
    """The months of a year, in the reader's language."""
    return list(MONTHS.items())


@tracked
class OrganizationSettings(EditableModel):
    """Name, languages, calendar, money and color of one organization, and how it runs its PMO.

    `name` is the organization's own, kept here for its history; it is empty until the settings are first changed.
    `brand_color` is empty where the product's own color is kept.
    """

    name = models.CharField(_("name of the organization"), max_length=200, default="")
    language = models.CharField(_("main language"), max_length=5, choices=languages, default="ja")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Tokyo")
    fiscal_year_start = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        choices=months,
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    country = models.CharField(
        _("country of the holidays"), max_length=2, choices=Country.choices, default=Country.JAPAN
    )
    closing = models.CharField(_("other days off"), max_length=10, choices=Closing.choices, default=Closing.NONE)
    own_holidays = ArrayField(models.DateField(), verbose_name=_("own holidays"), default=list, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="JPY",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Use a three-letter currency code such as JPY."))],
    )
    brand_color = models.CharField(
        _("brand color"),
        max_length=7,
        blank=True,
        default="",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write the color as #2450c4."))],
    )
    operating_model = models.CharField(
        _("operating model"), max_length=10, choices=_MODEL_CHOICES, default=OperatingModel.COMBINED
    )

    class Meta:
        verbose_name = _("organization settings")
        verbose_name_plural = _("organization settings")
        constraints = [models.UniqueConstraint(fields=["organization"], name="settings_once")]

    def __str__(self) -> str:
        return self.operating_model


@tracked
class Numbering(EditableModel):
    """How the records of one kind are numbered from now on; without a row as the product ships.

    Numbers begin at `starts_at`, or go on after the last that was given where that is further.
    """

    kind = models.CharField(_("kind"), max_length=40)
    prefix = models.CharField(
        _("prefix"),
        max_length=10,
        validators=[RegexValidator(r"^[^\W\d_][\w.-]*$", _("Begin with a letter; then letters, digits, - . _"))],
    )
    digits = models.PositiveSmallIntegerField(_("digits"), validators=[MinValueValidator(2), MaxValueValidator(8)])
    starts_at = models.PositiveIntegerField(
        _("begins at"), default=1, validators=[MinValueValidator(1), MaxValueValidator(999_999)]
    )

    class Meta:
        verbose_name = _("numbering")
        verbose_name_plural = _("numberings")
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="numbering_once")]

    def __str__(self) -> str:
        return self.kind


class OperatingModelSwitch(TenantModel):
    """A dated switch between combined and separate: who, when and why. Never changed afterwards."""

    model = models.CharField(max_length=10, choices=_MODEL_CHOICES)
    reason = models.TextField(_("reason"))
    switched_at = models.DateTimeField(auto_now_add=True)
    switched_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("switch of the operating model")
        verbose_name_plural = _("switches of the operating model")
        ordering = ["-switched_at"]

    def __str__(self) -> str:
        return self.model


@tracked
class Department(EditableModel, Threaded):
    """A unit of the organization; departments form a tree."""

    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    code = models.CharField(_("code"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent department"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["folded_name"]
        indexes = [models.Index(fields=["organization", "folded_name"], name="department_by_name")]

    def __str__(self) -> str:
        return self.name


class OperatorDeed(models.TextChoices):
    """What the platform's operators do to an organization from outside."""

    FOUNDED = "founded", _("Founded")
    SUSPENDED = "suspended", pgettext_lazy("act", "Suspended")
    RESUMED = "active", _("Resumed")
    RENAMED = "renamed", _("Renamed")
    QUOTA = "quota", _("Space for files changed")


@tracked_but("first_member")
class OperatorAct(TenantModel):
    """What an operator of the platform did to the organization: when, why and who. Never changed afterwards.

    `first_member` is whom a founding invites, until the worker has done so.
    """

    deed = models.CharField(_("act"), max_length=10, choices=OperatorDeed.choices)
    reason = models.TextField(_("reason"), blank=True)
    detail = models.CharField(_("what changed"), max_length=300, blank=True, default="")
    operator = models.CharField(_("operator"), max_length=254, blank=True, default="")
    acted_by_user_id = models.UUIDField(_("account"), null=True)
    acted_at = models.DateTimeField(_("moment"), auto_now_add=True)
    first_member = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("act of the platform's operators")
        verbose_name_plural = _("acts of the platform's operators")
        ordering = ["-acted_at"]

    def __str__(self) -> str:
        return str(OperatorDeed(self.deed).label)


class Denial(TenantModel):
    """An attempt that was refused; written outside the refused request's transaction."""

    user_id = models.UUIDField(null=True)
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=40)
    denied_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("denied attempt")
        verbose_name_plural = _("denied attempts")
        ordering = ["-denied_at"]
        indexes = [
            models.Index("organization", models.F("denied_at").desc(nulls_last=True), "id", name="denial_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.path}"
