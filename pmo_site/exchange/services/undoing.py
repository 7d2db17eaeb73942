"""Taking an import back: what nothing else has changed since stands as it stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.exchange.kinds import ImportKind
from pmo_site.exchange.models import ImportEffect, ImportRun, Outcome
from pmo_site.exchange.selectors import given_back
from pmo_site.exchange.services.applying import UNDOING, lots
from pmo_site.exchange.services.reports import pages_store
from pmo_site.exchange.services.storing import columns_store, revised_store
from pmo_site.jobs.progress import step
from pmo_site.kernel import clock
from pmo_site.tenancy.models import EditableModel


def run_take_back(actor: Actor, run: ImportRun) -> bool:
    """Restore what the import changed and put away what it created, in the caller's transaction.

    Rows whose records were changed since are left alone and told. What the rows leaned on (new departments) stays.
    Whether anything was undone.
    """
    kind = run.of_kind
    for right in (Right.DATA_IMPORT, kind.right):
        require(actor, right)
    if run.report.get("money"):
        require(actor, Right.MONEY_CHANGE)
    effects = list(ImportEffect.objects.filter(run=run, undone_version__isnull=True).order_by("row"))
    undone = 0
    kept: list[list[Any]] = []
    for some in lots(effects):
        step(undone + len(kept), len(effects), UNDOING)
        left = _take_back(kind, some)
        kept.extend([each.row, each.label] for each in left)
        undone += len(some) - len(left)
    pages_store(run, Outcome.KEPT, kept)
    run.report = {**run.report, "undone": undone, "counts": {**run.report["counts"], Outcome.KEPT: len(kept)}}
    return undone > 0


def _take_back(kind: ImportKind, effects: Sequence[ImportEffect]) -> list[ImportEffect]:
    """Take some rows back; those that are left alone."""
    found = kind.model.objects.select_for_update(of=("self",)).filter(pk__in=[each.record_id for each in effects])
    records: dict[UUID, EditableModel] = {record.pk: record for record in found.order_by("id")}
    former = given_back(records)
    mine = [each for each in effects if each.record_id in records and _stands(records[each.record_id], each, former)]
    changed = [each for each in mine if not each.created]
    names = {name for each in changed for name in _restored(records[each.record_id], each)}
    revised_store(kind.model, [records[each.record_id] for each in changed], names)
    _put_away(kind, [records[each.record_id] for each in mine if each.created])
    for each in mine:
        each.undone_version = records[each.record_id].version
    columns_store(ImportEffect, mine, ["undone_version"])
    done = {each.pk for each in mine}
    return [each for each in effects if each.pk not in done]


def _stands(record: EditableModel, effect: ImportEffect, former: Mapping[tuple[UUID, int], int]) -> bool:
    """Whether a record stands as the import left it; what later imports did to it and took back counts for nothing."""
    version = record.version
    while version > effect.version and (record.pk, version) in former:
        version = former[record.pk, version]
    return version == effect.version


def _put_away(kind: ImportKind, records: Sequence[EditableModel]) -> None:
    if not kind.archived:
        kind.model.objects.filter(pk__in=[record.pk for record in records]).delete()
        return
    now = clock.now()
    for record in records:
        setattr(record, kind.archived, now)
    revised_store(kind.model, records, [kind.archived])


def _restored(record: EditableModel, effect: ImportEffect) -> set[str]:
    for name, value in effect.before.items():
        setattr(record, name, _read(record, name, value))
    return set(effect.before)


def _read(record: EditableModel, name: str, value: str | None) -> Any:  # noqa: ANN401  any column's value
    if value is None:
        return None
    field: Any = record._meta.get_field(name)
    return getattr(field, "target_field", field).to_python(value)
