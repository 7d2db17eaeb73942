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
from pmo_site.resources.exporting import ExportFile, export_file, export_sources
from pmo_site.resources.listing import Listing, listing
from pmo_site.resources.models import ExportRun
from pmo_site.resources.resource import resource_named
from pmo_site.tenancy.models import EditableModel

TASK = "resources.run_export"
EXPORT = "resources.exportrun"
READY, FAILED = "resources.export_ready", "resources.export_failed"


def export_ask(*, actor: Actor, shown: Listing, form: str, language: str) -> ExportRun:
    """Have the file of a list made in the background, as its reader sees it now."""
    owner_id = shown.owner.pk if shown.owner else None
    return run_ask(
        actor=actor, register=shown.resource.key, query=shown.query, form=form, language=language, owner_id=owner_id
    )


@transaction.atomic
def run_ask(
    *, actor: Actor, register: str, query: Mapping[str, str], form: str, language: str, owner_id: UUID | None = None
) -> ExportRun:
    """Have a file made in the background for a member, who alone gets it."""
    if actor.person_id is None or actor.user_id is None:
        raise PermissionDenied(str(Right.ORGANIZATION_VIEW))
    run = ExportRun.objects.create(
        asked_by_id=actor.person_id,
        register=register,
        record_id=owner_id,
        query=dict(query),
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
        if actor:
            _made(actor, run, settings.fiscal_year_start)
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


def _file(actor: Actor, run: ExportRun, fiscal_start: int) -> ExportFile | None:
    """The file of what was asked for; None where it is closed to the actor now."""
    source = export_sources.get(run.register)
    if source is not None:
        return source.make(actor, run.query, run.form, step)
    shown = _listing(actor, run, fiscal_start)
    return export_file(shown, run.form, step) if shown else None


def _made(actor: Actor, run: ExportRun, fiscal_start: int) -> None:
    try:
        made = _file(actor, run, fiscal_start)
        if made is None:
            return
        run.file = export_store(actor=actor, name=made.name, content=made.content)
    except RuleError:
        _tell(run, FAILED)
    else:
        _tell(run, READY, file_id=str(run.file.pk))


def _tell(run: ExportRun, kind: str, **parts: str) -> None:
    source = export_sources.get(run.register)
    notice_give(
        kind=kind,
        people=[run.asked_by_id],
        subject=RowReference(EXPORT, run.pk),
        url_name="files:download" if parts else source.url_name if source else f"{run.register}:list",
        url_parts=parts,
        once=str(run.pk),
    )
