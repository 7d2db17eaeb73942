"""What notices of reports are about, and what managers and writers are told."""

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.roles import Right
from pmo_site.notifications.registry import NoticeKind, Subject, register_notice_kind, register_subject
from support_office.models import StatusReport
from support_office.models.schedule import ReminderKind
from support_office.services.notices import ACCEPTED, REMINDERS, REPORT, RETURNED


def _title(report: object) -> str:
    return report.title if isinstance(report, StatusReport) else ""


register_subject(Subject(REPORT, StatusReport, route="support_office:report", argument="report_id", label=_title))
register_notice_kind(
    NoticeKind(
        REMINDERS[ReminderKind.SOON],
        _("Status report due soon"),
        _("%(subject)s: the status report is due on %(due_on)s."),
        "clock",
        Right.REPORT_WRITE,
    )
)
register_notice_kind(
    NoticeKind(
        REMINDERS[ReminderKind.LATE],
        _("Status report overdue"),
        _("%(subject)s: the status report was due on %(due_on)s and is missing."),
        "alert-triangle",
        Right.REPORT_WRITE,
    )
)
register_notice_kind(
    NoticeKind(
        REMINDERS[ReminderKind.ASKED],
        _("The PMO asks for a status report"),
        _("%(subject)s: the PMO asks for the status report due on %(due_on)s."),
        "bell",
        Right.REPORT_WRITE,
    )
)
register_notice_kind(
    NoticeKind(
        RETURNED,
        _("Status report returned"),
        _("%(code)s: %(subject)s was returned: %(reason)s"),
        "arrow-back-up",
        Right.PROJECT_VIEW,
    )
)
register_notice_kind(
    NoticeKind(
        ACCEPTED, _("Status report accepted"), _("%(code)s: %(subject)s was accepted."), "check", Right.PROJECT_VIEW
    )
)
