"""Labels of the field's terms, derived from the pure enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.accounts.roles import PROJECT_ROLE_LABELS
from projects.domain.project import GovernanceTier, ProjectStatus

STATUS_LABELS: Mapping[ProjectStatus, Promise] = {
    ProjectStatus.PROPOSED: _("Proposed"),
    ProjectStatus.PLANNED: pgettext_lazy("project status", "Planned"),
    ProjectStatus.ACTIVE: _("In progress"),
    ProjectStatus.ON_HOLD: _("On hold"),
    ProjectStatus.COMPLETED: pgettext_lazy("project status", "Completed"),
    ProjectStatus.CANCELLED: _("Cancelled"),
}

TIER_LABELS: Mapping[GovernanceTier, Promise] = {
    GovernanceTier.LIGHT: pgettext_lazy("governance tier", "Light"),
    GovernanceTier.STANDARD: pgettext_lazy("governance tier", "Standard"),
    GovernanceTier.FULL: pgettext_lazy("governance tier", "Full"),
}

STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]
TIER_CHOICES = [(tier.value, label) for tier, label in TIER_LABELS.items()]
ROLE_CHOICES = [(role.value, label) for role, label in PROJECT_ROLE_LABELS.items()]

STATUS_WORDS = (
    (ProjectStatus.PROPOSED.value, "proposal,idea,提案,起案,提案中,起案中,構想"),
    (ProjectStatus.PLANNED.value, "planning,計画,計画中,未着手,準備中,予定"),
    (ProjectStatus.ACTIVE.value, "open,ongoing,running,in progress,started,進行中,実行中,実施中,対応中,着手,稼働中"),
    (ProjectStatus.ON_HOLD.value, "hold,paused,suspended,保留,中断,一時停止,停止中"),
    (ProjectStatus.COMPLETED.value, "complete,closed,done,finished,完了,終了,完了済,クローズ"),
    (ProjectStatus.CANCELLED.value, "canceled,stopped,中止,取消,キャンセル"),
)
"""What people write for a status in lists of their own."""
