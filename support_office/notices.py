"""What notices of reports are about, and what managers and writers are told."""

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.rights import Right
from pmo_site.notifications.registry import NoticeKind, Subject, register_notice_kind, register_subject
from support_office.models import StatusReport
from support_office.models.schedule import ReminderKind
from support_office.selectors.deliveries import DISTRIBUTED, REPORT
from support_office.services.log_notices import FINISHED, OVERDUE, OWNER, TAKEN, TRIAGE
from support_office.services.log_notices import RETURNED as ENTRY_RETURNED
from support_office.services.notices import ACCEPTED, REMINDERS, RETURNED


def _title(report: object) -> str:
    return report.title if isinstance(report, StatusReport) else ""


register_subject(
    Subject(REPORT, StatusReport, Right.PROJECT_VIEW, route="support_office:report", argument="report_id", label=_title)
)
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
register_notice_kind(
    NoticeKind(
        DISTRIBUTED,
        _("Status reports that you receive"),
        _("%(code)s: %(subject)s for the period until %(until_on)s."),
        "report-analytics",
        Right.PROJECT_VIEW,
        is_mutable=False,  # a list of recipients is kept by those who report: who is on it is told
    )
)
register_notice_kind(
    NoticeKind(
        OWNER, _("Risks, issues and actions of yours"), _("%(subject)s is yours now."), "user-plus", Right.PROJECT_VIEW
    )
)
register_notice_kind(
    NoticeKind(
        TRIAGE,
        _("Risks and issues that wait for triage"),
        _("%(project)s: %(subject)s was raised and waits for triage."),
        "message",
        Right.RISK_CHANGE,
    )
)
register_notice_kind(
    NoticeKind(
        ENTRY_RETURNED,
        _("What you raised was returned"),
        _("%(subject)s was returned: %(reason)s"),
        "arrow-back-up",
        Right.PROJECT_VIEW,
    )
)
register_notice_kind(
    NoticeKind(
        TAKEN, _("What you raised was taken up"), _("%(subject)s was taken into the log."), "check", Right.PROJECT_VIEW
    )
)
register_notice_kind(
    NoticeKind(
        OVERDUE,
        _("Overdue risks, issues and actions"),
        _("%(subject)s: overdue of yours are risks %(risks)s, issues %(issues)s, actions %(actions)s."),
        "clock",
        Right.PROJECT_VIEW,
    )
)
register_notice_kind(
    NoticeKind(
        FINISHED,
        _("Actions that their owners finished"),
        _("%(project)s: %(owner_person)s finished %(subject)s. Result: %(result)s"),
        "check",
        Right.RISK_CHANGE,
        words={"result": {"": _("none given")}},
    )
)
