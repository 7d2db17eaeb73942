"""An import on its way: told what its columns hold, checked, applied once in the background, undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, connection, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.exchange.guessing import Choice
from pmo_site.exchange.models import ImportRun, ImportState, Outcome
from pmo_site.exchange.selectors import BEFORE_WORK, is_over, settle
from pmo_site.exchange.services.applying import run_apply, run_check
from pmo_site.exchange.services.mappings import mapping_remember
from pmo_site.exchange.services.queueing import run_queue, run_save
from pmo_site.exchange.services.reports import Report, report_store
from pmo_site.exchange.services.undoing import run_take_back
from pmo_site.exchange.services.uploads import run_read
from pmo_site.exchange.tables import TableError
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.services.jobs import job_cancel
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.kernel.ids import new_id

CHECKED_AT_ONCE = 2_000
"""Up to so many rows are checked while the reader waits; more are checked in the background."""
_CHECKABLE = frozenset({ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED})


def import_check(
    *,
    actor: Actor,
    run: ImportRun,
    choice: Choice,
    as_of: date,
    skips_rejected: bool = False,
    remember_as: str = "",
    version: int | None = None,
) -> ImportRun:
    """Say what the columns hold and see what the import would do; nothing is stored but the answer.

    A long file is checked in the background and stands as being checked meanwhile.
    """
    _require(actor, run)
    with transaction.atomic():
        run = _locked(run.pk, _CHECKABLE, version)
        _refuse_incomplete(run, choice)
        run.targets, run.currency, run.as_of = dict(choice.targets), choice.currency, as_of
        run.skips_rejected = skips_rejected
        if remember_as:
            mapping_remember(run, remember_as)
        if run.row_count > CHECKED_AT_ONCE:
            _refuse_money(actor, run)
            return run_queue(actor, run, ImportState.CHECKING)
        report_store(run, run_check(actor, run))
        return run_save(run, ImportState.CHECKED)


def import_ask(*, actor: Actor, run: ImportRun, version: int | None = None) -> ImportRun:
    """Have a checked import applied in the background; one that stores nothing is refused."""
    _require(actor, run)
    with transaction.atomic():
        run = _locked(run.pk, frozenset({ImportState.CHECKED}), version)
        if run.report["counts"][Outcome.REJECTED] and not run.skips_rejected:
            raise RuleError([FieldProblem("", "has_rejected")])
        if is_over(run):
            raise RuleError([FieldProblem("", "expired")])
        return run_queue(actor, run, ImportState.QUEUED)


def import_ask_undo(*, actor: Actor, run: ImportRun, version: int | None = None) -> ImportRun:
    """Have an applied import taken back in the background."""
    _require(actor, run)
    with transaction.atomic():
        run = _locked(run.pk, frozenset({ImportState.DONE}), version)
        return run_queue(actor, run, ImportState.UNDOING)


def import_cancel(*, actor: Actor, run: ImportRun) -> bool:
    """Ask that the work at an import end between two steps: all of it is rolled back. False where it is over."""
    _require(actor, run)
    return (
        run.state in BEFORE_WORK and run.job_id is not None and job_cancel(job_id=run.job_id, person_id=actor.person_id)
    )


def import_run(*, actor: Actor | None, run_id: UUID) -> None:
    """Read, check, apply or undo what waits, once: a run that waits no longer is left alone.

    `actor` is the member who asked, with today's rights; without them nothing is stored. All of it happens in
    one transaction; what the database refuses leaves nothing behind but the word that it failed. Trouble that may
    pass (a lost connection, a lock) is the job's to try again.
    """
    run = ImportRun.objects.select_for_update().filter(pk=run_id, state__in=BEFORE_WORK).first()
    if run is None:
        return
    _wait_for_others(run)
    former = ImportState(run.state)
    try:
        with transaction.atomic():
            changed = _perform(actor, run)
    except (IntegrityError, DataError, PermissionDenied, RuleError, TableError) as error:
        changed = False
        run.report = {**run.report, "failure": _code(error)}
        run.state = ImportState.DONE if former == ImportState.UNDOING else ImportState.FAILED
    run.finished_at = clock.now()
    run_save(run, ImportState(run.state))
    if changed and run.as_of and run.of_kind.after:
        day = run.as_of.isoformat()
        ask(run.of_kind.after, organization_id=UUID(str(run.organization_id)), day=day, occasion=str(new_id()))


def _perform(actor: Actor | None, run: ImportRun) -> bool:
    """Whether anything changed; the run carries its new state and report."""
    if actor is None:
        raise PermissionDenied(str(Right.DATA_IMPORT))
    if run.state == ImportState.UNDOING:
        changed = run_take_back(actor, run)
        run.state = ImportState.UNDONE
        return changed
    if run.state == ImportState.READING:
        run_read(run)
        return False
    if run.packed is None:
        raise RuleError([FieldProblem("", "expired")])
    if run.state == ImportState.CHECKING:
        report_store(run, run_check(actor, run))
        run.state = ImportState.CHECKED
        return False
    report = _applied(actor, run)
    report_store(run, report)
    if report.rows[Outcome.REJECTED] and not run.skips_rejected:
        run.report["failure"], run.state = "has_rejected", ImportState.FAILED
        return False
    run.state = ImportState.DONE
    return report.changes_anything


def _applied(actor: Actor, run: ImportRun) -> Report:
    """The report of what was stored; of a file with a rejected row nothing is, and the report tells them all."""
    with transaction.atomic():
        report = run_apply(actor, run)
        if report.rows[Outcome.REJECTED] and not run.skips_rejected:
            transaction.set_rollback(True)
    return report


def _wait_for_others(run: ImportRun) -> None:
    """One import of a kind at a time in an organization: two would lock the same records in different orders."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
        key = f"import:{run.organization_id}:{run.kind}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _code(error: Exception) -> str:
    if isinstance(error, RuleError):
        return error.problems[0].code
    if isinstance(error, TableError):
        return error.code
    return "no_rights" if isinstance(error, PermissionDenied) else "database"


def _require(actor: Actor, run: ImportRun) -> None:
    require(actor, Right.DATA_IMPORT)
    require(actor, run.of_kind.right)


def _refuse_money(actor: Actor, run: ImportRun) -> None:
    if run.of_kind.brings_money(run.choice):
        require(actor, Right.MONEY_CHANGE)


def _refuse_incomplete(run: ImportRun, choice: Choice) -> None:
    chosen = list(choice.targets.values())
    known = {target.key for target in run.of_kind.targets}
    problems = [FieldProblem(column, "chosen_twice") for column, key in choice.targets.items() if chosen.count(key) > 1]
    problems += [FieldProblem(column, "unknown_column") for column in choice.targets if column not in run.header]
    problems += [FieldProblem(column, "unknown_field") for column, key in choice.targets.items() if key not in known]
    if not set(run.of_kind.keys) <= set(chosen):
        problems.append(FieldProblem("", "no_key"))
    if is_over(run):
        problems.append(FieldProblem("", "expired"))
    if problems:
        raise RuleError(problems)


def _locked(run_id: UUID, states: Iterable[str], version: int | None) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if version is not None and run.version != version:
        raise StaleError(run.version)
    settle([run])
    if run.state not in states:
        raise RuleError([FieldProblem("", "moved_on")])
    return run
