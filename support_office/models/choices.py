"""Labels of the support office's terms, derived from the pure enumerations."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmo_site.kernel.evidence import Level
from pmo_site.ui.parts import LEVEL_WORDS
from support_office.domain.report import DECLARABLE, ReportState
from support_office.domain.reporting import Cadence, Standing

CADENCE_LABELS: Mapping[Cadence, Promise] = {
    Cadence.WEEKLY: _("Weekly"),
    Cadence.BIWEEKLY: _("Every two weeks"),
    Cadence.MONTHLY: _("Monthly"),
    Cadence.NONE: _("No reports"),
}

STATE_LABELS: Mapping[ReportState, Promise] = {
    ReportState.DRAFT: pgettext_lazy("report", "Draft"),
    ReportState.SUBMITTED: pgettext_lazy("report", "Submitted"),
    ReportState.RETURNED: pgettext_lazy("report", "Returned"),
    ReportState.ACCEPTED: pgettext_lazy("report", "Accepted"),
}

STANDING_LABELS: Mapping[Standing, Promise] = {
    Standing.MISSING: pgettext_lazy("report", "Not reported"),
    Standing.LATE: pgettext_lazy("report", "Late"),
    Standing.OPEN: pgettext_lazy("report", "Coming up"),
}

WEEKDAY_LABELS: tuple[Promise, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

CADENCE_CHOICES = [(cadence.value, label) for cadence, label in CADENCE_LABELS.items()]
STATE_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items()]
STANDING_CHOICES = [(standing.value, label) for standing, label in STANDING_LABELS.items()]
WEEKDAY_CHOICES = list(enumerate(WEEKDAY_LABELS))
DECLARED_CHOICES = [(level.value, LEVEL_WORDS[level.value]) for level in Level if level in DECLARABLE]
