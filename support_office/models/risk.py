"""A risk: what may happen, how likely and how bad, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from support_office.domain.logs import RiskState
from support_office.domain.risk.matrix import Kind
from support_office.models.log import LogEntry
from support_office.models.log_choices import (
    KIND_LABELS,
    RISK_STATE_LABELS,
    STRATEGY_LABELS,
    TREND_LABELS,
    ZONE_LABELS,
    choices,
)


def _step(label: Any) -> models.PositiveSmallIntegerField[Any, Any]:  # noqa: ANN401  a lazy text
    limits = [MinValueValidator(1), MaxValueValidator(5)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=limits)


def _score(label: Any) -> models.PositiveSmallIntegerField[Any, Any]:  # noqa: ANN401  the same
    return models.PositiveSmallIntegerField(label, null=True, editable=False)


@tracked
class Risk(LogEntry):
    """A threat or an opportunity of a project.

    Scores and zone are stored when they are written, on the scale of that moment. `live_score` is the score while
    the risk is live, by which lists are sorted. `expected_loss` is the loss by the share of its probability.
    """

    cause = models.TextField(_("cause"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    kind = models.CharField(_("kind"), max_length=11, choices=choices(KIND_LABELS), default=Kind.THREAT)
    probability = _step(_("probability"))
    impact = _step(_("impact"))
    inherent_probability = _step(_("probability before responses"))
    inherent_impact = _step(_("impact before responses"))
    target_probability = _step(_("target probability"))
    target_impact = _step(_("target impact"))
    score = _score(_("score"))
    live_score = _score(_("score while live"))
    inherent_score = _score(_("score before responses"))
    target_score = _score(_("target score"))
    zone = models.CharField(_("zone"), max_length=8, choices=choices(ZONE_LABELS), blank=True, editable=False)
    trend = models.CharField(_("trend"), max_length=6, choices=choices(TREND_LABELS), blank=True, editable=False)
    loss_amount = models.DecimalField(_("loss if it occurs"), max_digits=18, decimal_places=2, null=True, blank=True)
    expected_loss = models.DecimalField(_("expected loss"), max_digits=18, decimal_places=2, null=True, editable=False)
    response_cost = models.DecimalField(
        _("cost of the response"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    strategy = models.CharField(_("strategy"), max_length=8, choices=choices(STRATEGY_LABELS), blank=True)
    response = models.TextField(_("response"), blank=True)
    trigger_on = models.DateField(_("may occur from"), null=True, blank=True)
    trigger_until = models.DateField(_("may occur until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=choices(RISK_STATE_LABELS), default=RiskState.OPEN)
    raised_by = models.ForeignKey(
        "accounts.Person",
        verbose_name=_("raised by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    raised_on = models.DateField(_("raised on"))
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    return_reason = models.TextField(_("reason of the return"), blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="risk_number_once"),
            models.UniqueConstraint(fields=["organization", "code"], name="risk_code_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(probability__isnull=False, impact__isnull=False),
                name="risk_scored_when_rated",
            ),
            models.CheckConstraint(
                condition=~Q(state=RiskState.RETURNED) | ~Q(return_reason=""), name="risk_returned_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(loss_amount__isnull=True) | Q(loss_amount__gte=0), name="risk_loss_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(trigger_on__isnull=True)
                | Q(trigger_until__isnull=True)
                | Q(trigger_until__gte=F("trigger_on")),
                name="risk_window_in_order",
                violation_error_code="ends_before_start",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "project", "state"], name="risk_by_project"),
            models.Index(fields=["organization", "-live_score", "id"], name="risk_by_score"),
            models.Index(fields=["organization", "owner", "live_due_on"], name="risk_by_owner"),
        ]
