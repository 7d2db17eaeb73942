"""Named choices of columns: remembered, renamed, deleted, brought back."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.exchange.headers import fingerprint
from pmo_site.exchange.models import ImportMapping, ImportRun
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.versions import revise


def mapping_remember(run: ImportRun, name: str) -> None:
    """Keep what was said about a file's columns under a name; the same name of the same kind is written over."""
    told = {
        "fingerprint": fingerprint(run.header),
        "targets": run.targets,
        "currency": run.currency,
        "used_at": clock.now(),
    }
    found = ImportMapping.objects.filter(kind=run.kind, name=name).first()
    if found is None:
        ImportMapping.objects.create(kind=run.kind, name=name, **told)
    else:
        revise(found, version=found.version, values=told)


def mapping_rename(*, actor: Actor, mapping: ImportMapping, name: str, version: int) -> ImportMapping:
    """Give a mapping another name."""
    _require(actor, mapping)
    try:
        with transaction.atomic():
            return revise(mapping, version=version, values={"name": name})
    except IntegrityError as error:
        raise _as_rule(error) from error


def mapping_delete(*, actor: Actor, mapping: ImportMapping, version: int) -> None:
    """Delete a mapping; history keeps it and can bring it back under its old id."""
    _require(actor, mapping)
    with transaction.atomic():
        revise(mapping, version=version, values={})
        ImportMapping.objects.filter(pk=mapping.pk).delete()


def mapping_undelete(*, actor: Actor, mapping: ImportMapping) -> ImportMapping:
    """Bring a deleted mapping back as history kept it, under its old id."""
    _require(actor, mapping)
    mapping.version += 1
    try:
        with transaction.atomic():
            mapping.save(force_insert=True)
    except IntegrityError as error:
        raise _as_rule(error) from error
    return mapping


def _require(actor: Actor, mapping: ImportMapping) -> None:
    require(actor, Right.DATA_IMPORT)
    require(actor, mapping.of_kind.right)


def _as_rule(error: IntegrityError) -> RuleError:
    if "import_mapping_once" in str(error):
        return RuleError([FieldProblem("name", "taken")])
    raise error
