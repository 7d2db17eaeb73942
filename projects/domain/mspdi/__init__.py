"""Microsoft Project XML (MSPDI): read a plan with an account of every element, and write it back."""

from __future__ import annotations

from projects.domain.mspdi.errors import MspdiError, Refusal
from projects.domain.mspdi.limits import Limits
from projects.domain.mspdi.plan import Plan
from projects.domain.mspdi.reader import ReadResult, read
from projects.domain.mspdi.report import DeadReference, Issue, Reason, Report
from projects.domain.mspdi.writer import write

__all__ = [
    "DeadReference",
    "Issue",
    "Limits",
    "MspdiError",
    "Plan",
    "ReadResult",
    "Reason",
    "Refusal",
    "Report",
    "read",
    "write",
]
