"""Taking an import back: what nothing else has changed since stands as it stood before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.roles import Right
from pmo_site.exchange.models import ImportEffect, ImportRun
from pmo_site.kernel import clock
from projects.models import Project

_BATCH = 200


def import_take_back(*, actor: Actor, run: ImportRun) -> tuple[list[int], list[int]]:
    """Restore what the import changed and archive what it created, in the caller's transaction.

    Returns the rows undone, and those left alone because their projects were changed since. New departments stay.
    """
    require(actor, Right.DATA_IMPORT)
    if run.report.get("money"):
        require(actor, Right.MONEY_CHANGE)
    effects = list(ImportEffect.objects.filter(run=run, undone_version__isnull=True).order_by("row"))
    found = Project.objects.select_for_update(of=("self",)).filter(pk__in=[each.record_id for each in effects])
    projects = {project.pk: project for project in found.order_by("id")}
    now = clock.now()
    undone: list[ImportEffect] = []
    kept: list[int] = []
    names: set[str] = set()
    for effect in effects:
        project = projects.get(effect.record_id)
        if project is None or project.version != effect.version:
            kept.append(effect.row)
            continue
        names |= _restore(project, effect, now)
        effect.undone_version = project.version
        undone.append(effect)
    fields = sorted({*names, "version", "updated_at"})
    Project.objects.bulk_update([projects[each.record_id] for each in undone], fields, batch_size=_BATCH)
    ImportEffect.objects.bulk_update(undone, ["undone_version"], batch_size=_BATCH)
    return [each.row for each in undone], kept


def _restore(project: Project, effect: ImportEffect, now: datetime) -> set[str]:
    project.version += 1
    project.updated_at = now
    if effect.created:
        project.archived_at = now
        return {"archived_at"}
    for name, value in effect.before.items():
        setattr(project, name, _read(name, value))
    return set(effect.before)


def _read(name: str, value: str | None) -> Any:  # noqa: ANN401  any column's value
    if value is None:
        return None
    field: Any = Project._meta.get_field(name)
    return getattr(field, "target_field", field).to_python(value)
