"""What the codes of jobs mean in words: their tasks, how far they are, why they failed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmo_site.jobs.running import TIME_LIMIT
from pmo_site.jobs.services.attempts import LOST, SUSPENDED

TASKS: Mapping[str, str | Promise] = {
    "portfolio.compute_daily_health": _("Daily health of all projects"),
    "portfolio.compute_health_for": _("Health of all projects after an import"),
    "portfolio.assess_project": _("Health of a changed project"),
    "accounts.mail_invitation": _("Mail of an invitation"),
    "notifications.gather_mails": _("Gathering of notices to mail"),
    "notifications.mail_notices": _("Mail of notices"),
}
"""Tasks by name; one that is not listed is shown by its name."""

MESSAGES: Mapping[str, str | Promise] = {"health.judging": _("Judging projects")}
"""What a running job says about its step."""

REASONS: Mapping[str, str | Promise] = {
    LOST: _("Its process ended without a word."),
    TIME_LIMIT: _("It ran out of time."),
    SUSPENDED: _("The organization was suspended."),
}


def reason_words(reason: str) -> str:
    """Why the last attempt failed; an error is known by its kind alone."""
    if reason.startswith("error:"):
        return gettext("It failed: %(error)s.") % {"error": reason.removeprefix("error:")}
    return str(REASONS.get(reason, reason))
