"""Writes of the console's exports."""

from __future__ import annotations

from django.utils.translation import get_language

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.console.exports import AUDIT, query_of
from pmo_site.console.selectors.audit import Narrowing
from pmo_site.resources.models import ExportRun
from pmo_site.resources.services.exports import run_ask


def audit_export_ask(*, actor: Actor, narrowing: Narrowing, form: str) -> ExportRun:
    """Have the file of the audit log made by a worker, with the rights that its reader holds then."""
    require(actor, Right.AUDIT_VIEW)
    query = query_of(narrowing)
    return run_ask(actor=actor, register=AUDIT, query=query, form=form, language=get_language() or "ja")
