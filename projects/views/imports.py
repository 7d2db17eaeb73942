"""The import center: upload, say what the columns hold, check, apply, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.roles import Right
from pmo_site.accounts.routing import needs
from pmo_site.exchange.guessing import Choice, fits
from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.exchange.reasons import FILE_WORDS, STEP_WORDS
from pmo_site.exchange.selectors import import_get, import_list, is_over, mapping_list
from pmo_site.exchange.tables import Table, TableError
from pmo_site.kernel.conflicts import RuleError
from pmo_site.ui.parts import Crumb
from projects.import_forms import MappingForm, UploadForm
from projects.imports import PRESETS
from projects.services.import_run import import_ask, import_ask_undo, import_check, import_upload, unpacked
from projects.views.import_report import report_context
from projects.views.parts import address

LISTED = 50
_CHECKABLE = frozenset({ImportState.UPLOADED, ImportState.CHECKED})


def find_import(actor: Actor, *, import_id: UUID, **_others: object) -> ImportRun | None:
    """The import that an address names, if the actor may see it."""
    return import_get(actor, import_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DATA_IMPORT)
def import_center(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Past imports, and a place for the next file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = import_upload(actor=request.actor, file_name=upload.name, content=upload.read())
        except TableError as error:
            form.add_error("file", str(FILE_WORDS.get(error.code, error.code)))
        else:
            return HttpResponseRedirect(address(request, "import", import_id=run.pk))
    context = {"form": form, "runs": import_list(request.actor)[:LISTED], "crumbs": [Crumb(_("Import"))]}
    return render(request, "projects/imports/center.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DATA_IMPORT, of=find_import)
def import_page(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:  # noqa: ARG001  the edge resolved them
    """One import: its columns while they can be told, and what becomes or became of every row."""
    form = None
    if record.state in _CHECKABLE and not is_over(record):
        table = unpacked(record)
        form = _form(request, record, table)
        if request.method == "POST" and form.is_valid() and _checked(request, record, form):
            messages.success(request, _("The file was checked. Nothing is stored yet."))
            return HttpResponseRedirect(address(request, "import", import_id=import_id))
    context = {
        "run": record,
        "form": form,
        "crumbs": [Crumb(_("Import"), address(request, "imports")), Crumb(record.file_name)],
        "choices": _offers(request, record) if form else [],
        "is_over": is_over(record) and record.state in _CHECKABLE,
        "failure": STEP_WORDS.get(record.report.get("failure", ""), ""),
        **report_context(request, record),
    }
    return render(request, "projects/imports/run.html", context, status=422 if form and form.errors else 200)


def _form(request: ActorRequest, run: ImportRun, table: Table) -> MappingForm:
    chosen = {key: choice for key, _name, choice in _offers(request, run)}.get(request.GET.get("use", ""), run.choice)
    return MappingForm(
        request.POST if request.method == "POST" else None,
        table=table,
        choice=chosen,
        money=may(request.actor, Right.MONEY_CHANGE),
        as_of=run.as_of,
        today=request.actor.today,
        skips_rejected=run.skips_rejected,
    )


def _offers(request: ActorRequest, run: ImportRun) -> list[tuple[str, str, Choice]]:
    """Mappings to start from: those of the organization, then those that ship with the product."""
    own = [(str(each.pk), each.name, each.choice) for each in mapping_list(request.actor, run)]
    shape = Table(tuple(run.header), ())
    return [*own, *((name, name, choice) for name, choice in PRESETS.items() if fits(choice, shape))]


def _checked(request: ActorRequest, run: ImportRun, form: MappingForm) -> bool:
    try:
        import_check(actor=request.actor, run=run, **form.told())
    except RuleError as error:
        for problem in error.problems:
            form.add_error(form.field_of(problem.field), str(STEP_WORDS.get(problem.code, problem.code)))
        return False
    return True


@require_POST
@needs(Right.DATA_IMPORT, of=find_import)
def import_apply_action(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Have a checked import applied."""
    return _asked(request, record, import_ask, _("The import is being applied. Reload the page to see how it went."))


@require_POST
@needs(Right.DATA_IMPORT, of=find_import)
def import_undo_action(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Have an applied import taken back."""
    return _asked(
        request, record, import_ask_undo, _("The import is being undone. Reload the page to see how it went.")
    )


def _asked(request: ActorRequest, run: ImportRun, ask: Any, words: str) -> HttpResponse:  # noqa: ANN401  one of two services
    try:
        ask(actor=request.actor, run=run)
    except RuleError as error:
        messages.error(request, str(STEP_WORDS[error.problems[0].code]))
    else:
        messages.success(request, words)
    return HttpResponseRedirect(address(request, "import", import_id=run.pk))
