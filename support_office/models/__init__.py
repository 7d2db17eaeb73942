"""Help for one project: what is reported, when it is due, who was reminded."""

from support_office.models.answer import AskAnswer
from support_office.models.report import StatusReport
from support_office.models.schedule import ReportReminder, ReportSchedule

__all__ = ["AskAnswer", "ReportReminder", "ReportSchedule", "StatusReport"]
