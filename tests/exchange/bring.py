"""An import from file to end through its services, as tests ask for it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pmo_site.accounts.policy import Actor
from pmo_site.exchange.kinds import ImportKind, import_kind
from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.exchange.services.runs import import_ask, import_ask_undo, import_check, import_run
from pmo_site.exchange.services.uploads import import_upload

DAY = date(2026, 11, 1)


def brought(actor: Actor, content: bytes, kind: ImportKind | None = None, **told: Any) -> ImportRun:
    """Upload and check with what was guessed, each in the background where the file is long."""
    kind = kind or import_kind("projects")
    run = import_upload(actor=actor, kind=kind, file_name="list.csv", content=content)
    run = worked(actor, run) if run.state == ImportState.READING else run
    run = import_check(actor=actor, run=run, choice=run.choice, **{"as_of": DAY, **told})
    return worked(actor, run) if run.state == ImportState.CHECKING else run


def worked(actor: Actor, run: ImportRun) -> ImportRun:
    """Let the worker do what waits."""
    import_run(actor=actor, run_id=run.pk)
    run.refresh_from_db()
    return run


def applied(actor: Actor, run: ImportRun) -> ImportRun:
    """Apply a checked import."""
    return worked(actor, import_ask(actor=actor, run=run))


def undone(actor: Actor, run: ImportRun) -> ImportRun:
    """Take an import back."""
    return worked(actor, import_ask_undo(actor=actor, run=run))


def counts(run: ImportRun) -> list[int]:
    """How many rows were created, updated, unchanged, and reasons of rejections."""
    return [run.report["counts"][name] for name in ("created", "updated", "unchanged", "rejected")]


def job_of(run: ImportRun) -> UUID:
    """The job by which an import that waits is followed."""
    assert run.job_id
    return run.job_id
