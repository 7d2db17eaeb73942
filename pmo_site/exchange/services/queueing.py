"""Work at an import that a worker does: asked for in the transaction that changes its state."""

from __future__ import annotations

from uuid import UUID

from pmo_site.accounts.policy import Actor
from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.jobs.outbox import ask

TASK = "exchange.run_import"


def run_queue(actor: Actor, run: ImportRun, state: ImportState) -> ImportRun:
    """Have a worker do what a state stands for, with the rights that the actor holds then."""
    organization_id = UUID(str(run.organization_id))
    asked = {"run_id": str(run.pk), "user_id": str(actor.user_id)}
    run.job_id = ask(TASK, organization_id=organization_id, asked_by=actor.person_id, **asked)
    run.report.pop("failure", None)
    return run_save(run, state)


def run_save(run: ImportRun, state: ImportState) -> ImportRun:
    """Store an import one version further."""
    run.state = state
    run.version += 1
    run.save()
    return run
