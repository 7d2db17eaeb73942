"""Writes of what a person wants on their home page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.pages.models import HomeChoice


@transaction.atomic
def first_steps_choose(*, actor: Actor, hidden: bool) -> None:
    """Leave the first steps out of one's own home page, or show them again; only who acts in person has one."""
    require(actor, Right.ORGANIZATION_VIEW)
    if actor.person_id is None:
        raise PermissionDenied
    HomeChoice.objects.update_or_create(person_id=actor.person_id, defaults={"hides_first_steps": hidden})
