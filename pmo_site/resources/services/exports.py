"""Files of long lists: asked for on a page, made by a worker, handed over by a notice."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.selectors import organization_settings
from pmo_site.files.services.files import export_store
from pmo_site.jobs.outbox import ask
from pmo_site.jobs.progress import step
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError
from pmo_site.kernel.evidence import RowReference
from pmo_site.notifications.services.notices import notice_give
from pmo_site.resources.exporting import export_file
from pmo_site.resources.listing import Listing, listing
from pmo_site.resources.models import ExportRun
from pmo_site.resources.resource import resource_named
from pmo_site.tenancy.models import EditableModel

TASK = "resources.run_export"
EXPORT = "resources.exportrun"
READY, FAILED = "resources.export_ready", "resources.export_failed"


@transaction.atomic
def export_ask(*, actor: Actor, shown: Listing, form: str, language: str) -> ExportRun:
    """Have the file of a list made in the background, as its reader sees it now."""
    if actor.person_id is None or actor.user_id is None:
        raise PermissionDenied(str(Right.ORGANIZATION_VIEW))
    run = ExportRun.objects.create(
        asked_by_id=actor.person_id,
        register=shown.resource.key,
        record_id=shown.owner.pk if shown.owner else None,
        query=dict(shown.query),
        form=form,
        language=language,
    )
    asked = {"run_id": str(run.pk), "user_id": str(actor.user_id)}
    ask(TASK, organization_id=actor.organization_id, asked_by=actor.person_id, **asked)
    return run


def export_run(*, actor: Actor | None, run_id: UUID) -> None:
    """Make the file once, with the rights that whoever asked holds now; nobody is told of what they may not see."""
    run = ExportRun.objects.select_for_update().filter(pk=run_id, finished_at__isnull=True).first()
    if run is None:
        return
    settings = organization_settings()
    with translation.override(run.language), timezone.override(ZoneInfo(settings.time_zone)):
        shown = _listing(actor, run, settings.fiscal_year_start) if actor else None
        if actor and shown:
            _made(actor, run, shown)
    run.finished_at = clock.now()
    run.save(update_fields=["file", "finished_at"])


def _listing(actor: Actor, run: ExportRun, fiscal_start: int) -> Listing | None:
    """The list that was asked for; None where the register or the owner of its rows is closed to the actor now."""
    resource = resource_named(run.register)
    if resource is None:
        return None
    owner: EditableModel | None = None
    if resource.owner and run.record_id:
        owner = resource.owner.model._default_manager.filter(pk=run.record_id).first()
        if owner is None or not may(actor, resource.rights.view, owner):
            return None
    asked: Mapping[str, str] = run.query
    return listing(resource, actor, asked, owner=owner, fiscal_start=fiscal_start)


def _made(actor: Actor, run: ExportRun, shown: Listing) -> None:
    try:
        made = export_file(shown, run.form, step)
        run.file = export_store(actor=actor, name=made.name, content=made.content)
    except RuleError:
        _tell(run, FAILED)
    else:
        _tell(run, READY, file_id=str(run.file.pk))


def _tell(run: ExportRun, kind: str, **parts: str) -> None:
    notice_give(
        kind=kind,
        people=[run.asked_by_id],
        subject=RowReference(EXPORT, run.pk),
        url_name="files:download" if parts else f"{run.register}:list",
        url_parts=parts,
        once=str(run.pk),
    )
