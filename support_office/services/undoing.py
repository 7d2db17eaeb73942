"""How a decision of triage is taken back."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from pmo_site.accounts.acts import ActKind, Facts, register_act_kinds
from pmo_site.accounts.policy import Actor
from pmo_site.tenancy.versions import GoneError
from support_office.models import Issue, Risk
from support_office.selectors.logs import issue_get, risk_get
from support_office.services.triage import entry_reraise

_FINDERS = {"risk": risk_get, "issue": issue_get}


def triage_facts(entry: Risk | Issue, *, version: int) -> Facts:
    """What taking back a triage has to know; `version` is the one that the decision left."""
    return {"kind": str(entry._meta.model_name), "entry": str(entry.pk), "version": version}


def triage_undo(*, actor: Actor, facts: Facts) -> None:
    """Let an entry wait for triage again, unless somebody worked on it since."""
    entry = _FINDERS[facts["kind"]](actor, UUID(facts["entry"]))
    if entry is None:
        raise GoneError
    entry_reraise(actor=actor, entry=entry, version=facts["version"])


def _queue(slug: str, facts: Facts) -> str:  # noqa: ARG001  there is one queue
    return reverse("support_office:triage:queue", kwargs={"slug": slug})


TRIAGED = ActKind("support_office.triaged", triage_undo, _queue)


def register() -> None:
    """Declare the kinds of acts of the support office."""
    register_act_kinds(TRIAGED)
