"""The organization's own risk scale."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from pmo_site.tenancy.models import EditableModel
from support_office.domain.scale import CONTINGENCY, IMPACT_WORDS, LIMITS, PROBABILITY_WORDS, SHARES, Steps


def _words(found: tuple[str, ...]) -> models.Field[Any, Any]:
    return ArrayField(models.CharField(max_length=30), size=len(found))


@tracked
class RiskScale(EditableModel):
    """Five steps of probability and of impact, with a word for each in both languages, and where the zones begin.

    Where an organization stored none, the defaults of the domain hold.
    """

    probability_ja = _words(PROBABILITY_WORDS["ja"])
    probability_en = _words(PROBABILITY_WORDS["en"])
    impact_ja = _words(IMPACT_WORDS["ja"])
    impact_en = _words(IMPACT_WORDS["en"])
    shares = ArrayField(models.PositiveSmallIntegerField(), size=len(SHARES), verbose_name=_("percent of each step"))
    moderate_from = models.PositiveSmallIntegerField(_("moderate from"), default=LIMITS[0])
    high_from = models.PositiveSmallIntegerField(_("high from"), default=LIMITS[1])
    extreme_from = models.PositiveSmallIntegerField(_("extreme from"), default=LIMITS[2])
    contingency = models.PositiveSmallIntegerField(
        _("contingency in percent of the budget"),
        default=CONTINGENCY,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("risk scale")
        verbose_name_plural = _("risk scales")
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="risk_scale_once"),
            models.CheckConstraint(
                condition=Q(moderate_from__gt=1, high_from__gt=F("moderate_from"), extreme_from__gt=F("high_from")),
                name="risk_zones_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.moderate_from}/{self.high_from}/{self.extreme_from}"

    @property
    def steps(self) -> Steps:
        """The scale as the rules take it."""
        return Steps(
            probability={"ja": self.probability_ja, "en": self.probability_en},
            impact={"ja": self.impact_ja, "en": self.impact_en},
            shares=self.shares,
            limits=(self.moderate_from, self.high_from, self.extreme_from),
            contingency=self.contingency,
        )
