"""An import on its way: uploaded, told what its columns hold, checked, applied once in the background, undone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from pmo_site.accounts.models import Department
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.exchange.guessing import Choice, fits, guess, known_names
from pmo_site.exchange.headers import fingerprint
from pmo_site.exchange.mapping import Mapped, TableMapping, map_table
from pmo_site.exchange.models import ImportMapping, ImportRun, ImportState
from pmo_site.exchange.reading import read_table
from pmo_site.exchange.tables import Table, TableRow
from pmo_site.jobs.outbox import ask
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.ids import new_id
from projects.imports import PRESETS, TARGETS, project_mapping
from projects.models.project import MONEY_FIELDS
from projects.services.import_plan import Plan, PlannedRow
from projects.services.import_undo import import_take_back
from projects.services.project_import import plan_store, projects_plan

TASK = "projects.run_import"
HEALTH_TASK = "portfolio.compute_health_for"
KEPT_FOR = timedelta(days=7)
_RUNNABLE = frozenset({ImportState.QUEUED, ImportState.UNDOING})
_MAPPABLE = frozenset({ImportState.UPLOADED, ImportState.CHECKED})


def import_upload(*, actor: Actor, file_name: str, content: bytes) -> ImportRun:
    """Read a file and keep its rows for a week; its columns are guessed as the last file with this header was told.

    Raises TableError for what is no table. Rows of older uploads whose time is over go.
    """
    require(actor, Right.DATA_IMPORT)
    table = read_table(content, known_names(TARGETS))
    with transaction.atomic():
        ImportRun.objects.filter(expires_at__lt=clock.now(), table__isnull=False).update(table=None)
        choice = _first_choice(table)
        return ImportRun.objects.create(
            file_name=file_name[-200:],
            header=list(table.header),
            table=_packed(table),
            row_count=len(table.rows),
            targets=choice.targets,
            currency=choice.currency,
            uploaded_by=actor.user_id or actor.organization_id,  # a system actor is nobody's account
            expires_at=clock.now() + KEPT_FOR,
        )


def _first_choice(table: Table) -> Choice:
    remembered = ImportMapping.objects.filter(fingerprint=fingerprint(table.header)).order_by("-used_at").first()
    if remembered is not None and fits(remembered.choice, table):
        return remembered.choice
    preset = next((choice for choice in PRESETS.values() if fits(choice, table)), None)
    return preset or Choice(guess(table.header, TARGETS), organization_settings().currency)


def import_check(
    *, actor: Actor, run: ImportRun, choice: Choice, as_of: date, skips_rejected: bool = False, remember_as: str = ""
) -> ImportRun:
    """Say what the columns hold and see what the import would do; nothing is stored but the answer."""
    require(actor, Right.DATA_IMPORT)
    with transaction.atomic():
        run = _locked(run.pk, _MAPPABLE)
        _refuse_incomplete(run, choice)
        run.targets, run.currency, run.as_of = dict(choice.targets), choice.currency, as_of
        run.skips_rejected = skips_rejected
        run.report = _report(_plan(actor, run))
        run.state = ImportState.CHECKED
        run.save()
        if remember_as:
            _remember(run, remember_as)
    return run


def _refuse_incomplete(run: ImportRun, choice: Choice) -> None:
    chosen = list(choice.targets.values())
    problems = [FieldProblem(column, "chosen_twice") for column, key in choice.targets.items() if chosen.count(key) > 1]
    if "code" not in chosen:
        problems.append(FieldProblem("", "no_code"))
    if run.table is None:
        problems.append(FieldProblem("", "expired"))
    if problems:
        raise RuleError(problems)


def _remember(run: ImportRun, name: str) -> None:
    told = {"fingerprint": fingerprint(run.header), "targets": run.targets, "currency": run.currency}
    ImportMapping.objects.update_or_create(name=name, defaults=told)


def import_ask(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Have a checked import applied in the background; one that stores nothing is refused."""
    require(actor, Right.DATA_IMPORT)
    with transaction.atomic():
        run = _locked(run.pk, frozenset({ImportState.CHECKED}))
        if run.report.get("rejected") and not run.skips_rejected:
            raise RuleError([FieldProblem("", "has_rejected")])
        _queue(actor, run, ImportState.QUEUED)
    return run


def import_ask_undo(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Have an applied import taken back in the background."""
    require(actor, Right.DATA_IMPORT)
    with transaction.atomic():
        run = _locked(run.pk, frozenset({ImportState.DONE}))
        _queue(actor, run, ImportState.UNDOING)
    return run


def _queue(actor: Actor, run: ImportRun, state: ImportState) -> None:
    run.state = state
    run.save(update_fields=["state"])
    ask(TASK, organization_id=UUID(str(run.organization_id)), run_id=str(run.pk), user_id=str(actor.user_id))


def import_run(*, actor: Actor | None, run_id: UUID) -> None:
    """Apply or undo what waits, once: a run that waits no longer is left alone, as is one whose file is gone.

    `actor` is the member who asked, with today's rights; without them nothing is stored. All of it happens in
    one transaction; what the database refuses leaves nothing behind but the word that it failed.
    """
    run = ImportRun.objects.select_for_update().filter(pk=run_id, state__in=_RUNNABLE).first()
    if run is None:
        return
    try:
        with transaction.atomic():
            changed = _perform(actor, run)
    except (DatabaseError, PermissionDenied, RuleError) as error:
        run.state = ImportState.FAILED if run.state == ImportState.QUEUED else ImportState.DONE
        run.report = {**run.report, "failure": _code(error)}
        changed = False
    run.finished_at = clock.now()
    run.save(update_fields=["state", "report", "finished_at"])
    if changed and run.as_of:
        day = run.as_of.isoformat()
        ask(HEALTH_TASK, organization_id=UUID(str(run.organization_id)), day=day, occasion=str(new_id()))


def _code(error: Exception) -> str:
    if isinstance(error, RuleError):
        return error.problems[0].code
    return "no_rights" if isinstance(error, PermissionDenied) else "database"


def _perform(actor: Actor | None, run: ImportRun) -> bool:
    """Whether anything changed; the run carries its new state."""
    if actor is None:
        raise PermissionDenied(str(Right.DATA_IMPORT))
    if run.state == ImportState.QUEUED:
        return _apply(actor, run)
    undone, kept = import_take_back(actor=actor, run=run)
    run.report = {**run.report, "undone": undone, "kept": kept}
    run.state = ImportState.UNDONE
    return bool(undone)


def _apply(actor: Actor, run: ImportRun) -> bool:
    if run.table is None:
        raise RuleError([FieldProblem("", "expired")])
    plan = _plan(actor, run)
    if plan.rejections and not run.skips_rejected:
        run.report = _report(plan)
        raise RuleError([FieldProblem("", "has_rejected")])
    run.report = _report(plan)
    plan_store(plan, run)
    run.state = ImportState.DONE
    return bool(plan.created or plan.updated)


def _plan(actor: Actor, run: ImportRun) -> Plan:
    mapping = project_mapping(run.choice)
    return projects_plan(actor=actor, mapped=_mapped(run, mapping), mapping=mapping, as_of=run.as_of)


def _mapped(run: ImportRun, mapping: TableMapping) -> Mapped:
    return map_table(unpacked(run), mapping)


def _locked(run_id: UUID, states: Iterable[str]) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state not in states:
        raise RuleError([FieldProblem("", "moved_on")])
    return run


def _packed(table: Table) -> bytes:
    rows = [[row.number, *row.cells.values()] for row in table.rows]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpacked(run: ImportRun) -> Table:
    """The rows of an upload; none where their time is over."""
    rows = json.loads(zlib.decompress(bytes(run.table))) if run.table is not None else []
    header = tuple(run.header)
    found = (TableRow(number, dict(zip(header, cells, strict=True))) for number, *cells in rows)
    return Table(header, tuple(found))


def _report(plan: Plan) -> dict[str, Any]:
    """Every row by what becomes of it; texts of values, for the page that shows them."""
    departments = _department_names(plan)
    return {
        "created": [[row.number, row.project.code, row.project.name] for row in plan.created],
        "updated": [[row.number, row.project.code, _changes(row, departments)] for row in plan.updated],
        "unchanged": [[row.number, row.project.code, row.project.name] for row in plan.unchanged],
        "rejected": [[each.row, each.column, each.code, each.value[:200]] for each in plan.rejections],
        "departments": [department.name for department in plan.departments],
        "money": any(name in MONEY_FIELDS for row in plan.updated for name, _before, _after in row.changes),
    }


def _changes(row: PlannedRow, departments: Mapping[Any, str]) -> list[list[str | None]]:
    return [
        [name, _word(departments.get(before, before)), _word(departments.get(after, after))]
        for name, before, after in row.changes
        if name != "folded_name"
    ]


def _department_names(plan: Plan) -> dict[Any, str]:
    changes = [change for row in plan.updated for change in row.changes if change[0] == "department_id"]
    ids = {value for _name, before, after in changes for value in (before, after)}
    return {
        **dict(Department.objects.filter(pk__in=ids).values_list("id", "name")),
        **{each.pk: each.name for each in plan.departments},
    }


def _word(value: Any) -> str | None:  # noqa: ANN401  any column's value
    return None if value is None or value == "" else str(value)
