"""Writes of how records are numbered."""

from __future__ import annotations

from django.db import transaction

from pmo_site.accounts.models import Numbering
from pmo_site.accounts.numbering import numbering_id, numbering_of, schemes
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.locks import one_at_a_time
from pmo_site.accounts.services.revising import checked, revise_checked
from pmo_site.kernel.conflicts import FieldProblem, RuleError


@transaction.atomic
def numbering_revise(*, actor: Actor, kind: str, version: int, prefix: str, digits: int) -> Numbering:
    """Number a kind's next records differently; codes that were given stay.

    A prefix belongs to one kind alone, so that a code names one record. Refused where somebody else changed the
    scheme meanwhile.
    """
    require(actor, Right.SETTINGS_CHANGE)
    one_at_a_time("numbering")
    checked(Numbering(kind=kind, prefix=prefix, digits=digits))
    used = {scheme.stands.prefix.casefold() for scheme in schemes() if scheme.numbered.kind != kind}
    if prefix.casefold() in {*used, organization_settings().project_prefix.casefold()}:
        raise RuleError([FieldProblem("prefix", "prefix_taken")])
    ships = numbering_of(kind)
    stands, _created = Numbering.objects.get_or_create(
        kind=kind, defaults={"id": numbering_id(kind), "prefix": ships.prefix, "digits": ships.digits}
    )
    return revise_checked(stands, version=version, values={"prefix": prefix, "digits": digits})
