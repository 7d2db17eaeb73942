"""The steps of every write of a register's record; services of kinds with rules of their own are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, may, require
from pmo_site.accounts.rights import Right
from pmo_site.audit.history import event_model
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.context import step
from pmo_site.tenancy.models import EditableModel
from pmo_site.tenancy.versions import revise

Record = TypeVar("Record", bound=EditableModel)
_SCOPE = frozenset({"organization", "project"})


def record_store(record: Record, *, actor: Actor, sees: Right) -> Record:
    """Store a new record whose values its model accepts and that its maker may see; RuleError names what is wrong."""
    check_values(record, actor=actor)
    with step():
        try:
            record.save(force_insert=True)
        except IntegrityError as error:
            raise as_rule(error, record) from error
        stay_visible(actor, sees, record)
    return record


def record_change(record: Record, *, actor: Actor, sees: Right, version: int, values: Mapping[str, Any]) -> Record:
    """Store new values at the version that was read; the record must stay where its writer may see it."""
    for name, value in values.items():
        setattr(record, name, value)
    check_values(record, actor=actor)
    with step():
        try:
            revised = revise(record, version=version, values=values)
        except IntegrityError as error:
            raise as_rule(error, record) from error
        stay_visible(actor, sees, revised)
    return revised


def record_delete(record: EditableModel, *, version: int) -> None:
    """Delete a record at the version that was read; history keeps it. What others point at stays."""
    with transaction.atomic():
        revise(record, version=version, values={})
        try:
            with transaction.atomic():
                type(record)._default_manager.filter(pk=record.pk).delete()
        except (IntegrityError, ProtectedError, RestrictedError) as error:
            raise RuleError([FieldProblem("", "in_use")]) from error


def record_undelete(kind: type[Record], record_id: UUID, *, actor: Actor, sees: Right, asks: Right) -> Record | None:
    """Bring a deleted record back from history under its old id.

    None where there is nothing to bring back, and the same where the actor may not see it.
    """
    event = event_model(kind)._default_manager.filter(pgh_obj_id=record_id).order_by("-pgh_id").first()
    if event is None or getattr(event, "pgh_label", "") != "delete":
        return None
    kept = [field.attname for field in kind._meta.concrete_fields if not field.generated]
    record = kind(**{name: getattr(event, name) for name in kept})
    if not may(actor, sees, record):
        return None
    require(actor, asks, record)
    record.version += 1
    return record_store(record, actor=actor, sees=sees)


def check_values(record: models.Model, *, actor: Actor | None = None) -> None:
    """Raise RuleError with a problem per field whose value its model refuses."""
    try:
        record.clean_fields(exclude=["organization", *_read_links(record, actor)])
        record.clean()
    except ValidationError as error:
        found = getattr(error, "error_dict", {"": getattr(error, "error_list", [])})
        raise RuleError(
            [FieldProblem(name, each.code or "invalid") for name, problems in found.items() for each in problems]
        ) from error


def _read_links(record: models.Model, actor: Actor | None) -> list[str]:
    """Links whose record was read in this transaction, as that of who acts: it exists, and the database asks again."""
    state, acting = record._state.fields_cache, actor.person_id if actor is not None else None
    found = {field: getattr(record, field.attname) for field in record._meta.concrete_fields if field.is_relation}
    return [
        field.name
        for field, key in found.items()
        if key is not None
        and (getattr(state.get(field.name), "pk", None) == key or (field.related_model is Person and key == acting))
    ]


def stay_visible(actor: Actor, sees: Right, record: models.Model) -> None:
    """After a save the record still lies where the actor may see it, or all is rolled back."""
    require(actor, sees, record)


def as_rule(error: IntegrityError, record: models.Model) -> RuleError | IntegrityError:
    """What the database refused, as a problem at its field; an error that no declared constraint explains stays."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    for constraint in record._meta.constraints:
        if constraint.name == name:
            return RuleError([_problem(constraint)])
    return error


def _problem(constraint: models.BaseConstraint) -> FieldProblem:
    if isinstance(constraint, models.UniqueConstraint):
        own = [field for field in constraint.fields if field not in _SCOPE]
        return FieldProblem(own[-1] if own else "", "taken")
    return FieldProblem("", getattr(constraint, "violation_error_code", None) or constraint.name)
