"""Changing many records in one act, and making many out of a pasted block: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.policy import Actor
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from pmo_site.resources.resource import Resource
from pmo_site.resources.selectors import is_put_away, records_by_id
from pmo_site.resources.services.batches import Entry
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.versions import GoneError

MOST_RECORDS = 500


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What was changed, and which records were left alone: changed by others, closed to the actor, or archived."""

    entries: tuple[Entry, ...]
    stale: tuple[UUID, ...]
    closed: tuple[UUID, ...]
    archived: tuple[UUID, ...]


class RowRuleError(RuleError):
    """One record of many breaks a rule; `place` is its position, and nothing was stored."""

    def __init__(self, place: int, problems: Sequence[FieldProblem]) -> None:
        super().__init__(problems)
        self.place = place


def records_change(
    *, actor: Actor, resource: Resource, versions: Mapping[UUID, int], values: Mapping[str, Any]
) -> BulkOutcome:
    """Give many records the same values, each at the version its reader saw.

    Records that somebody changed meanwhile, those on which the actor may not fill in these fields, and what is archived
    are left alone and told; one that breaks a rule and nothing is stored.
    """
    if len(versions) > MOST_RECORDS:
        raise RuleError([FieldProblem("", "too_many_records")])
    fields = [field for field in resource.typed() if field.name in values]
    found = records_by_id(actor, resource, resource.rights.change, list(versions), fields=fields)
    archived = tuple(key for key, record in found.items() if is_put_away(resource, record))
    entries: list[Entry] = []
    stale: list[UUID] = []
    with transaction.atomic():
        for place, (key, version) in enumerate(versions.items()):
            if key in found and key not in archived:
                try:
                    after = _changed(actor, resource, found[key], version, values)
                except RuleError as error:
                    raise RowRuleError(place, error.problems) from error
                stale.append(key) if after is None else entries.append((key, version, after))
    closed = tuple(key for key in versions if key not in found)
    return BulkOutcome(tuple(entries), tuple(stale), closed, archived)


def _changed(
    actor: Actor, resource: Resource, record: EditableModel, version: int, values: Mapping[str, Any]
) -> int | None:
    """The new version; None where somebody else changed or deleted the record meanwhile."""
    try:
        with transaction.atomic():
            named = {resource.singular: record}
            return resource.writes.change(actor=actor, version=version, values=dict(values), **named).version
    except (StaleError, GoneError):
        return None


def records_create(
    *, actor: Actor, resource: Resource, rows: Sequence[tuple[EditableModel | None, Mapping[str, Any]]]
) -> list[EditableModel]:
    """Make a record of each row, which names its owner; one that breaks a rule and nothing is stored."""
    if len(rows) > MOST_RECORDS:
        raise RuleError([FieldProblem("", "too_many_records")])
    made = []
    with transaction.atomic():
        for place, (owner, values) in enumerate(rows):
            try:
                made.append(resource.writes.create(actor=actor, values=dict(values), **resource.parents(owner)))
            except RuleError as error:
                raise RowRuleError(place, error.problems) from error
    return made
