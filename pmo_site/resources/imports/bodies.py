"""Imports as the API tells them."""

from __future__ import annotations

from typing import Any

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.exchange.kinds import ImportKind
from pmo_site.exchange.models import ImportMapping, ImportRun, Outcome
from pmo_site.exchange.reasons import ROW_WORDS
from pmo_site.exchange.selectors import import_job
from pmo_site.exchange.services.uploads import samples
from pmo_site.resources.imports.forms import SAMPLES

_ROW = ("id", "version", "kind", "file_name", "state", "row_count", "uploaded_at", "finished_at", "expires_at")
_SAID = ("currency", "as_of", "skips_rejected")


def import_row(run: ImportRun) -> dict[str, Any]:
    """An import in a list."""
    return {name: getattr(run, name) for name in _ROW}


def import_body(actor: Actor, run: ImportRun) -> dict[str, Any]:
    """One import; fields of money are offered to who may change money."""
    kind, first = run.of_kind, samples(run)
    money = may(actor, Right.MONEY_CHANGE)
    return {
        **import_row(run),
        "columns": [
            {"name": name, "samples": [each for each in first.samples(name, SAMPLES) if each]} for name in run.header
        ],
        "choices": [
            {"name": each.key, "title": str(each.label), "key": each.key in kind.keys, "money": each.money}
            for each in kind.targets
            if money or not each.money
        ],
        "mapping": run.targets,
        **{name: getattr(run, name) for name in _SAID},
        "counts": run.report.get("counts"),
        "rejected_rows": run.report.get("rejected_rows"),
        "also": run.report.get("also", []),
        "undone": run.report.get("undone"),
        "failure": run.report.get("failure"),
        "progress": _progress(run),
    }


def _progress(run: ImportRun) -> dict[str, Any] | None:
    job = import_job(run)
    if job is None:
        return None
    cancelling = job.cancel_requested_at is not None
    return {"job_id": job.pk, "done": job.steps_done, "total": job.steps_total, "cancelling": cancelling}


def report_row(kind: ImportKind, outcome: str, row: list[Any], *, money: bool) -> dict[str, Any]:
    """One row of a report; changes of money only for who may see it."""
    if outcome == Outcome.REJECTED:
        number, column, code, value = row
        return {
            "row": number,
            "column": column,
            "code": code,
            "message": str(ROW_WORDS.get(code, code)),
            "value": value,
        }
    if outcome == Outcome.UPDATED:
        number, key, changes = row
        told = [change for change in changes if money or change[0] not in kind.money_fields]
        return {
            "row": number,
            "key": key,
            "changes": [dict(zip(("name", "before", "after"), each, strict=True)) for each in told],
        }
    number, key, *name = row
    return {"row": number, "key": key, "name": name[0]} if name else {"row": number, "key": key}


def mapping_body(mapping: ImportMapping) -> dict[str, Any]:
    """Remembered columns."""
    own = {name: getattr(mapping, name) for name in ("id", "version", "kind", "name", "currency", "used_at")}
    return {**own, "mapping": mapping.targets}
