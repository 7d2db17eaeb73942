"""Reads of imports."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.roles import Right
from pmo_site.exchange.headers import fingerprint
from pmo_site.exchange.models import ImportMapping, ImportRun
from pmo_site.kernel import clock


def import_list(actor: Actor) -> QuerySet[ImportRun]:
    """Imports that the actor may see, newest first: a file can hold money, so others' are for who may see that."""
    rows = ImportRun.objects.all() if may(actor, Right.DATA_IMPORT) else ImportRun.objects.none()
    if not may(actor, Right.MONEY_VIEW):
        rows = rows.filter(Q(uploaded_by=actor.user_id))
    return rows.defer("table", "report", "header").order_by("-uploaded_at", "id")


def import_get(actor: Actor, import_id: UUID) -> ImportRun | None:
    """One import that the actor may see; None for missing and for invisible alike."""
    return import_list(actor).defer(None).filter(pk=import_id).first()


def mapping_list(actor: Actor, run: ImportRun) -> list[ImportMapping]:
    """The organization's named mappings whose columns this file has, those of the same header first."""
    if not may(actor, Right.DATA_IMPORT):
        return []
    header, mine = set(run.header), fingerprint(run.header)
    fitting = [each for each in ImportMapping.objects.order_by("name") if set(each.targets) <= header]
    return sorted(fitting, key=lambda each: each.fingerprint != mine)


def is_over(run: ImportRun) -> bool:
    """Whether the rows of an upload are gone or due to go."""
    return run.table is None or run.expires_at <= clock.now()
