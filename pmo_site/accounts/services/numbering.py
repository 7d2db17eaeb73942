"""Writes of how records are numbered."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from pmo_site.accounts.acts import Facts
from pmo_site.accounts.models import Numbering
from pmo_site.accounts.numbering import may_meet, numbered_kinds, numbering_id, numbering_of, scheme_of
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.locks import one_at_a_time
from pmo_site.accounts.services.revising import checked, revise_checked
from pmo_site.audit.history import event_model
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.versions import GoneError


@transaction.atomic
def numbering_revise(
    *, actor: Actor, kind: str, version: int, prefix: str, digits: int, next_number: int | None = None
) -> Numbering:
    """Number a kind's next records differently; codes that were given stay.

    Without `next_number` it counts on; a number that was given already is refused, and so is a prefix that could
    make a code of another register. Refused where somebody else changed the scheme meanwhile.
    """
    require(actor, Right.SETTINGS_CHANGE)
    one_at_a_time("numbering")
    scheme = scheme_of(kind)
    starts_at = scheme.stands.starts_at
    if next_number is not None and next_number != scheme.next_number:
        if next_number <= scheme.last:
            raise RuleError([FieldProblem("next_number", "number_given")])
        starts_at = next_number
    _refuse_prefix_of_others(prefix, kind)
    return _store(kind, version, {"prefix": prefix, "digits": digits, "starts_at": starts_at})


@transaction.atomic
def numbering_undo(*, actor: Actor, facts: Facts) -> None:
    """Number as before a change, unless somebody changed it since; numbers given meanwhile stay given."""
    require(actor, Right.SETTINGS_CHANGE)
    one_at_a_time("numbering")
    states = event_model(Numbering)._default_manager.filter(pgh_obj_id=numbering_id(facts["kind"]))
    former = states.filter(version=facts["version"] - 1).order_by("-pgh_id").values("prefix", "digits", "starts_at")
    if not former:
        raise GoneError
    _refuse_prefix_of_others(former[0]["prefix"], facts["kind"])
    _store(facts["kind"], facts["version"], former[0])


def _refuse_prefix_of_others(prefix: str, kind: str) -> None:
    """Refuse a prefix that could make a code of another register: one that it uses, or that it used before."""
    used = event_model(Numbering)._default_manager.exclude(kind=kind).values_list("prefix", flat=True)
    others = {*used.distinct(), *(each.prefix for each in numbered_kinds() if each.kind != kind)}
    if any(may_meet(prefix, other) for other in others):
        raise RuleError([FieldProblem("prefix", "prefix_taken")])


def _store(kind: str, version: int, values: Mapping[str, object]) -> Numbering:
    checked(Numbering(kind=kind, **values))
    ships = numbering_of(kind)
    stands, _created = Numbering.objects.get_or_create(
        kind=kind, defaults={"id": ships.pk, "prefix": ships.prefix, "digits": ships.digits}
    )
    return revise_checked(stands, version=version, values=values)
