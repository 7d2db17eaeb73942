"""An issue: what has happened and must be dealt with; and an action: what somebody does about something."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo_site.audit.tracking import tracked
from support_office.domain.logs import ActionState, IssueState, Priority
from support_office.models.log import LogEntry
from support_office.models.log_choices import (
    ACTION_STATE_LABELS,
    ISSUE_STATE_LABELS,
    PRIORITY_LABELS,
    Category,
    Source,
    choices,
)


@tracked
class Issue(LogEntry):
    """An issue of a project; `risk` is the risk that became it, each risk at most once.

    `asked_on` is the day since which a decision is waited for; it is set and cleared with `needs_decision`.
    """

    description = models.TextField(_("description"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    category = models.CharField(_("category"), max_length=9, choices=Category.choices, blank=True)
    priority = models.CharField(_("priority"), max_length=6, choices=choices(PRIORITY_LABELS), default=Priority.MEDIUM)
    progress = models.TextField(_("what was done so far"), blank=True)
    needs_decision = models.BooleanField(_("waits for a decision"), default=False)
    asked_on = models.DateField(_("decision asked on"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=choices(ISSUE_STATE_LABELS), default=IssueState.OPEN)
    raised_by = models.ForeignKey(
        "accounts.Person",
        verbose_name=_("raised by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    raised_on = models.DateField(_("raised on"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    return_reason = models.TextField(_("reason of the return"), blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    risk = models.ForeignKey(
        "support_office.Risk",
        verbose_name=_("from risk"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
    )

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="issue_number_once"),
            models.UniqueConstraint(fields=["organization", "code"], name="issue_code_once"),
            models.UniqueConstraint(fields=["organization", "risk"], name="issue_of_a_risk_once"),
            models.CheckConstraint(
                condition=~Q(state=IssueState.RETURNED) | ~Q(return_reason=""), name="issue_returned_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(needs_decision=False) | Q(asked_on__isnull=False), name="issue_decision_dated"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "project", "state"], name="issue_by_project"),
            models.Index(fields=["organization", "live_due_on", "id"], name="issue_by_due"),
            models.Index(fields=["organization", "owner", "live_due_on"], name="issue_by_owner"),
        ]


@tracked
class Action(LogEntry):
    """What somebody does by a day, and what came of it; `risk` or `issue` is what it was made from."""

    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=7, choices=Source.choices, default=Source.OTHER)
    state = models.CharField(_("state"), max_length=7, choices=choices(ACTION_STATE_LABELS), default=ActionState.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    risk = models.ForeignKey(
        "support_office.Risk",
        verbose_name=_("from risk"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
    )
    issue = models.ForeignKey(
        "support_office.Issue", verbose_name=_("from issue"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="actions",
    )  # fmt: skip

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="action_number_once"),
            models.UniqueConstraint(fields=["organization", "code"], name="action_code_once"),
            models.UniqueConstraint(
                fields=["organization", "risk", "folded_title"], name="action_of_a_risk_once",
                condition=Q(risk__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organization", "issue", "folded_title"], name="action_of_an_issue_once",
                condition=Q(issue__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organization", "project", "state"], name="action_by_project"),
            models.Index(fields=["organization", "live_due_on", "id"], name="action_by_due"),
            models.Index(fields=["organization", "owner", "live_due_on"], name="action_by_owner"),
        ]
