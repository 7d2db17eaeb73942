"""Writes of people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from pmo_site.accounts.models import Person
from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.revising import checked, revise_checked
from pmo_site.kernel import clock
from pmo_site.tenancy.versions import refuse_archived


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person."""

    family_name: str
    given_name: str = ""
    family_name_reading: str = ""
    given_name_reading: str = ""
    email: str = ""
    department_id: UUID | None = None


@transaction.atomic
def person_create(*, actor: Actor, facts: PersonFacts) -> Person:
    """Record a person, who needs no account."""
    require(actor, Right.PEOPLE_MANAGE)
    person = Person(**asdict(facts))
    checked(person)
    person.save()
    return person


@transaction.atomic
def person_revise(*, actor: Actor, person_id: UUID, version: int, facts: PersonFacts) -> Person:
    """Change a person's facts; refused where somebody else changed them meanwhile."""
    require(actor, Right.PEOPLE_MANAGE)
    person = Person.objects.get(id=person_id)
    refuse_archived(person)
    return revise_checked(person, version=version, values=asdict(facts) | {"folded": _folded(facts)})


@transaction.atomic
def person_archive(*, actor: Actor, person_id: UUID, version: int) -> Person:
    """Put a person out of lists; everything that names the person keeps doing so."""
    require(actor, Right.PEOPLE_MANAGE)
    person = Person.objects.get(id=person_id)
    refuse_archived(person)
    return revise_checked(person, version=version, values={"archived_at": clock.now()})


@transaction.atomic
def person_restore(*, actor: Actor, person_id: UUID, version: int) -> Person:
    """Bring an archived person back."""
    require(actor, Right.PEOPLE_MANAGE)
    return revise_checked(Person.objects.get(id=person_id), version=version, values={"archived_at": None})


def _folded(facts: PersonFacts) -> str:
    return Person(**asdict(facts)).searched_text()
