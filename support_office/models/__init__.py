"""Help for one project: what is reported, when it is due, who was reminded; its risks, issues and actions."""

from support_office.models.answer import AskAnswer
from support_office.models.decision import Decision
from support_office.models.issue import Action, Issue
from support_office.models.recipient import Delivery, Recipient
from support_office.models.report import StatusReport
from support_office.models.risk import Risk
from support_office.models.scale import RiskScale
from support_office.models.schedule import ReportReminder, ReportSchedule

__all__ = [
    "Action",
    "AskAnswer",
    "Decision",
    "Delivery",
    "Issue",
    "Recipient",
    "ReportReminder",
    "ReportSchedule",
    "Risk",
    "RiskScale",
    "StatusReport",
]
