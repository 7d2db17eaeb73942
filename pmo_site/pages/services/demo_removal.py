"""Takes a demo organization away again, with its history, its files and the accounts that belong to it alone.

The site may never delete history. A demo lives on local runs only, where the owner's connection is there too.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.jobs.models import JobRun
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.pages.services.demo import DEMO
from pmo_site.portability.services.removal import organization_erase
from pmo_site.tenancy.models import Organization, OrganizationState


def demo_is_here() -> bool:
    """Whether the current organization was made by the demo."""
    return JobRun.objects.filter(kind=DEMO).exists()


def demo_remove(*, actor: Actor, organization: Organization, typed_name: str) -> None:
    """Remove the actor's demo organization: its doors close at once, and after that all that it holds goes.

    Its name is typed first, because nothing brings it back but loading the demo again.
    """
    require(actor, Right.DEMO_REMOVE)
    if not demo_is_here():
        raise RuleError([FieldProblem("name", "no_demo")])
    if typed_name.strip() != organization.name:
        raise RuleError([FieldProblem("name", "other_name")])
    Organization.objects.filter(pk=organization.pk).update(state=OrganizationState.SUSPENDED)
    transaction.on_commit(partial(organization_erase, organization.pk))
