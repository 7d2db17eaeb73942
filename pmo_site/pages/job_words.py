"""What the codes of jobs mean in words: their tasks, how far they are, why they failed, where their result stands."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pmo_site.jobs.running import TIME_LIMIT
from pmo_site.jobs.services.attempts import LOST, SUSPENDED
from pmo_site.ui.jobs import JobKind, JobWords

TASKS: Mapping[str, JobKind] = {
    "portfolio.compute_daily_health": JobKind(_("Daily health of all projects"), "portfolio:overview"),
    "portfolio.compute_health_for": JobKind(_("Health of all projects after an import"), "portfolio:overview"),
    "portfolio.assess_project": JobKind(
        _("Health of a changed project"), "portfolio:health", {"project_id": "project_id"}
    ),
    "exchange.run_import": JobKind(_("Import of a list"), "imports:import", {"import_id": "run_id"}),
    "accounts.mail_invitation": JobKind(_("Mail of an invitation"), "people:list"),
    "notifications.gather_mails": JobKind(_("Gathering of notices to mail")),
    "notifications.mail_notices": JobKind(_("Mail of notices")),
    "resources.run_export": JobKind(_("Export of a list"), "inbox"),
    "files.sweep": JobKind(_("Removal of expired files")),
    "support_office.remind_of_reports": JobKind(_("Reminders of status reports")),
    "support_office.tell_overdue": JobKind(_("Notices of what is overdue")),
}
"""Tasks by name; one that is not listed is shown by its name."""

MESSAGES: Mapping[str, str | Promise] = {
    "health.judging": _("Judging projects"),
    "import.reading": _("Reading the file"),
    "import.checking": _("Checking rows"),
    "import.applying": _("Storing rows"),
    "import.undoing": _("Undoing rows"),
}
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


WORDS = JobWords(TASKS, MESSAGES, reason_words)
