"""Reads of imports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import event_model
from pmo_site.exchange.guessing import Choice, fits
from pmo_site.exchange.headers import fingerprint
from pmo_site.exchange.kinds import import_kinds
from pmo_site.exchange.models import ImportEffect, ImportMapping, ImportReportPage, ImportRun, ImportState
from pmo_site.exchange.tables import Table
from pmo_site.jobs.models import Job, JobState
from pmo_site.kernel import clock

MappingEvent = event_model(ImportMapping)
PAGE_ROWS = 100
"""Rows of one page of a report, as they are stored and shown."""
BEFORE_WORK = {
    ImportState.READING: ImportState.FAILED,
    ImportState.CHECKING: ImportState.UPLOADED,
    ImportState.QUEUED: ImportState.CHECKED,
    ImportState.UNDOING: ImportState.DONE,
}
"""Where an import stands again when its work was cancelled or failed for good: nothing of it was stored.

A file that was not read has nothing to go back to: it is uploaded again."""


def import_list(actor: Actor) -> QuerySet[ImportRun]:
    """Imports that the actor may see, newest first: a file can hold money, so others' are for who may see that."""
    rows = ImportRun.objects.filter(kind__in=[kind.key for kind in import_kinds(actor)])
    if not may(actor, Right.MONEY_VIEW):
        rows = rows.filter(Q(uploaded_by=actor.user_id))
    return rows.defer("raw", "packed", "header").order_by("-uploaded_at", "id")


def imports_waiting(actor: Actor) -> QuerySet[ImportRun]:
    """Imports that wait for somebody to map their columns or to apply them, newest first."""
    return import_list(actor).filter(state__in=(ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED))


def import_get(actor: Actor, import_id: UUID) -> ImportRun | None:
    """One import that the actor may see, as it truly stands; None for missing and for invisible alike."""
    run = import_list(actor).defer(None).filter(pk=import_id).first()
    if run is not None:
        settle([run])
    return run


def settle(runs: Iterable[ImportRun]) -> None:
    """Let imports whose work ended without effect stand where they stood before it; one query for all of them.

    A cancelled or killed worker rolls everything back, its word about the import too, so the job is asked.
    """
    waiting = {run.job_id: run for run in runs if run.state in BEFORE_WORK and run.job_id}
    if not waiting:
        return
    over = Job.objects.filter(pk__in=waiting, state__in=[JobState.CANCELLED, JobState.FAILED])
    for job_id, state in over.values_list("id", "state"):
        run = waiting[job_id]
        is_unread = run.state == ImportState.READING
        run.state = BEFORE_WORK[ImportState(run.state)]
        if is_unread or state == JobState.FAILED:
            run.report = {**run.report, "failure": "not_read" if is_unread else "job"}


def import_job(run: ImportRun) -> Job | None:
    """The job of an import that waits or is at work."""
    if run.state not in BEFORE_WORK or run.job_id is None:
        return None
    return Job.objects.filter(pk=run.job_id).first()


def report_rows(run: ImportRun, outcome: str, *, page: int = 0) -> list[list[Any]]:
    """One page of the rows of an outcome, in the order of the file; none beyond the last page."""
    found = ImportReportPage.objects.filter(run=run, outcome=outcome, number=page).first()
    return found.rows if found else []


def mapping_list(actor: Actor) -> QuerySet[ImportMapping]:
    """The organization's named mappings of the kinds that the actor may bring."""
    return ImportMapping.objects.filter(kind__in=[kind.key for kind in import_kinds(actor)]).order_by("name", "id")


def mapping_get(actor: Actor, mapping_id: UUID) -> ImportMapping | None:
    """One named mapping that the actor may see."""
    return mapping_list(actor).filter(pk=mapping_id).first()


def mapping_deleted(actor: Actor, mapping_id: UUID) -> ImportMapping | None:
    """Deleted columns as history kept them, not stored yet; None where there is nothing to bring back."""
    event = MappingEvent._default_manager.filter(pgh_obj_id=mapping_id).order_by("-pgh_id").first()
    if event is None or getattr(event, "pgh_label", "") != "delete":
        return None
    names = [field.attname for field in ImportMapping._meta.concrete_fields]
    mapping = ImportMapping(**{name: getattr(event, name) for name in names})
    return mapping if mapping.kind in {kind.key for kind in import_kinds(actor)} else None


def fitting_choices(actor: Actor, run: ImportRun) -> list[tuple[str, str, Choice]]:
    """Choices to start from, each with a key and a name.

    The organization's own come first, those of the same header before the others; then those of the product.
    """
    mine, shape = fingerprint(run.header), Table(tuple(run.header), ())
    own = [each for each in mapping_list(actor).filter(kind=run.kind) if fits(each.choice, shape)]
    own.sort(key=lambda each: each.fingerprint != mine)
    shipped = [(key, key, choice) for key, choice in run.of_kind.presets.items() if fits(choice, shape)]
    return [*((str(each.pk), each.name, each.choice) for each in own), *shipped]


def undone_versions(record_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Of these records, those that an import created and its undo put away, with the version they got by it."""
    undone = ImportEffect.objects.filter(record_id__in=list(record_ids), created=True, undone_version__isnull=False)
    rows = undone.order_by("undone_version").values_list("record_id", "undone_version")
    return {record_id: version for record_id, version in rows if version is not None}


def given_back(record_ids: Iterable[UUID]) -> dict[tuple[UUID, int], int]:
    """Versions at which an undone import gave a record back, and the version as which it stands again by that."""
    undone = ImportEffect.objects.filter(record_id__in=list(record_ids), created=False, undone_version__isnull=False)
    rows = undone.values_list("record_id", "undone_version", "version")
    return {(record_id, undone): version - 1 for record_id, undone, version in rows if undone is not None}


def is_over(run: ImportRun) -> bool:
    """Whether the rows of an upload are gone or due to go."""
    return run.packed is None or run.expires_at <= clock.now()
