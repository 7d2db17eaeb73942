"""What reporting says about a project: how old the last accepted report is against its cadence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.evidence import Dimension, Evidence, Facts, Key, RowReference
from pmo_site.kernel.evidence_codes import EvidenceCode
from pmo_site.resources.addresses import offer_address
from pmo_site.resources.decisions import offer_decisions
from pmo_site.resources.declarations import offer_declarations
from pmo_site.resources.evidence import Some, offer_evidence
from projects.domain.project import ProjectStatus
from projects.models import Project
from support_office.domain.report import ReportState
from support_office.domain.reporting import CADENCE_DAYS, Cadence, cadence_ratio, period_until
from support_office.models import StatusReport
from support_office.selectors.asks import ask_decisions
from support_office.selectors.declared import declarations
from support_office.selectors.overdue import overdue_decisions
from support_office.selectors.schedules import end_of, organization_clock, rhythms_in

SHARED = 5000
"""How many different ages are remembered, to tell them of another project with the same object."""
_ROWS = (RowReference.of_project("support_office.reports"),)


def report_evidence(as_of: date, some: Some) -> Iterable[tuple[UUID, Facts]]:
    """The age of the last accepted report of each project in progress; four queries, however many projects.

    It counts from the day of its acceptance; where none was accepted yet, from the first day that a report was to
    speak about, and only once a report was due.
    """
    at = organization_clock()
    projects = Project.objects.judged().filter(status=ProjectStatus.ACTIVE)
    if some is not None:
        projects = projects.filter(pk__in=some)
    accepted = dict(
        StatusReport.objects.filter(
            project_id__in=projects.values("id"),
            state=ReportState.ACCEPTED,
            accepted_at__lt=end_of(as_of, at.zone),
        )
        .values("project_id")
        .annotate(newest=Max("accepted_at"))
        .values_list("project_id", "newest")
    )
    told = lru_cache(SHARED)(partial(_age, as_of=as_of))
    for key, rhythm in rhythms_in(projects, at.zone):
        if rhythm.cadence is Cadence.NONE:
            continue
        if key in accepted:
            yield key, told(rhythm.cadence, accepted[key].astimezone(at.zone).date())
        elif rhythm.first_due <= as_of:
            began = period_until(rhythm, rhythm.first_due, reported_until=None).starts_on
            yield key, told(rhythm.cadence, began, basis="never")


def _age(cadence: Cadence, since: date, *, as_of: date, basis: str = "accepted") -> Facts:
    found = Evidence(
        dimension=Dimension.REPORTING,
        code=EvidenceCode.REPORT_AGE.value,
        numbers={
            "cadence_ratio": cadence_ratio(cadence, since=since, as_of=as_of),
            "age_days": Decimal(max(0, (as_of - since).days)),
            "cadence_days": Decimal(CADENCE_DAYS[cadence]),
        },
        observed_on=as_of,
        rows=_ROWS,
        basis=basis,
    )
    return (found,)


def _reports(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("support_office:reports", kwargs={"slug": slug, "project_id": key})


def _reports_of_api(slug: str, key: Key, _dimension: Dimension) -> str:
    return reverse("api-support-office:reports", kwargs={"slug": slug, "project_id": key})


def offer() -> None:
    """Offer evidence, what managers declare and ask, and where it can be read; called once at the start."""
    offer_evidence("reports", report_evidence)
    offer_declarations("reports", declarations)
    offer_decisions("asks", ask_decisions)
    offer_decisions("overdue actions", overdue_decisions)
    offer_address("support_office.reports", _("Status reports of the project"), _reports, api=_reports_of_api)
