"""Help for one project: what is reported, when it is due, who was reminded."""

from support_office.models.decision import Decision
from support_office.models.report import StatusReport
from support_office.models.schedule import ReportReminder, ReportSchedule

__all__ = ["Decision", "ReportReminder", "ReportSchedule", "StatusReport"]
