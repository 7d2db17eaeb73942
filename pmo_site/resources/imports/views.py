"""The import center: upload, say what the columns hold, check, apply, watch, cancel, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import needs
from pmo_site.exchange.guessing import Choice, unsure
from pmo_site.exchange.kinds import import_kinds
from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.exchange.reasons import FILE_WORDS, STEP_WORDS
from pmo_site.exchange.selectors import (
    BEFORE_WORK,
    fitting_choices,
    import_get,
    import_job,
    import_list,
    is_over,
    settle,
)
from pmo_site.exchange.services.runs import import_ask, import_ask_undo, import_cancel, import_check
from pmo_site.exchange.services.uploads import import_upload, samples
from pmo_site.exchange.tables import TableError
from pmo_site.kernel.conflicts import RuleError
from pmo_site.resources.imports.forms import MappingForm, UploadForm
from pmo_site.resources.imports.report import report_context
from pmo_site.resources.imports.report_files import report_file
from pmo_site.resources.page_files import file_answer, form_asked
from pmo_site.ui.parts import Crumb

LISTED = 50
CHECKABLE = frozenset({ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED})


def find_import(actor: Actor, *, import_id: UUID, **_others: object) -> ImportRun | None:
    """The import that an address names, if the actor may see it."""
    return import_get(actor, import_id)


def address(request: ActorRequest, name: str, **parts: object) -> str:
    """An address of the import center within the reader's organization."""
    return reverse(f"imports:{name}", kwargs={"slug": request.organization.slug, **parts})


def failure_words(run: ImportRun) -> str | Promise:
    """Why the last work at an import ended without success; empty where it did not."""
    code = run.report.get("failure", "")
    return STEP_WORDS.get(code) or FILE_WORDS.get(code, "")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DATA_IMPORT)
def import_center(request: ActorRequest, slug: str) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Past imports, and a place for the next file."""
    form = UploadForm(request.POST or None, request.FILES or None, kinds=import_kinds(request.actor))
    if request.method == "POST" and form.is_valid():
        upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            run = import_upload(actor=request.actor, kind=kind, file_name=upload.name, content=upload.read())
        except TableError as error:
            form.add_error("file", str(FILE_WORDS.get(error.code, error.code)))
        else:
            return HttpResponseRedirect(address(request, "import", import_id=run.pk))
    runs = list(import_list(request.actor)[:LISTED])
    settle(runs)
    context = {"form": form, "runs": runs, "crumbs": [Crumb(_("Import"))]}
    return render(request, "imports/center.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.DATA_IMPORT, of=find_import)
def import_page(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:
    """One import: its columns while they can be told, how far its work is, and what becomes of every row."""
    if getattr(request, "htmx", False):
        return _progress(request, record)
    if (asked := form_asked(request)) and (file := report_file(request, record)):
        return file_answer(file, asked, request.actor.today)
    form = None
    if record.state in CHECKABLE and not is_over(record):
        form = _form(request, record)
        if request.method == "POST" and form.is_valid() and _checked(request, record, form):
            return HttpResponseRedirect(address(request, "import", import_id=import_id))
    context = {
        "run": record,
        "kind": record.of_kind.label,
        "job": import_job(record),
        "form": form,
        "crumbs": [Crumb(_("Import"), address(request, "center")), Crumb(record.file_name)],
        "choices": fitting_choices(request.actor, record) if form else [],
        "is_over": bool(record.header) and is_over(record) and record.state in CHECKABLE,
        "failure": failure_words(record),
        "result_url": reverse(page, kwargs={"slug": slug}) if (page := record.of_kind.page) else "",
        **report_context(request, record),
    }
    return render(request, "imports/run.html", context, status=422 if form and form.errors else 200)


def _progress(request: ActorRequest, run: ImportRun) -> HttpResponse:
    """How far the work is; the whole page once it has ended, and with it the end of asking."""
    if run.state not in BEFORE_WORK:
        return HttpResponseClientRefresh()
    return render(request, "imports/progress.html", {"run": run, "job": import_job(run)})


def _form(request: ActorRequest, run: ImportRun) -> MappingForm:
    asked = request.GET.get("use", "")
    offered: dict[str, Choice] = (
        {key: choice for key, _name, choice in fitting_choices(request.actor, run)} if asked else {}
    )
    choice, table = offered.get(asked, run.choice), samples(run)
    form = MappingForm(
        request.POST if request.method == "POST" else None,
        kind=run.of_kind,
        table=table,
        choice=choice,
        money=may(request.actor, Right.MONEY_CHANGE),
        today=request.actor.today,
        as_of=run.as_of,
        skips_rejected=run.skips_rejected,
    )
    if run.state == ImportState.UPLOADED and not asked:
        form.guesses = unsure(table.header, choice, run.of_kind.targets)
    return form


def _checked(request: ActorRequest, run: ImportRun, form: MappingForm) -> bool:
    try:
        run = import_check(actor=request.actor, run=run, **form.told())
    except RuleError as error:
        for problem in error.problems:
            form.add_error(form.field_of(problem.field), str(STEP_WORDS.get(problem.code, problem.code)))
        return False
    if run.state == ImportState.CHECKED:
        messages.success(request, _("The file was checked. Nothing is stored yet."))
    return True


@require_POST
@needs(Right.DATA_IMPORT, of=find_import)
def import_apply_action(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Have a checked import applied."""
    return _asked(request, record, import_ask)


@require_POST
@needs(Right.DATA_IMPORT, of=find_import)
def import_undo_action(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Have an applied import taken back."""
    return _asked(request, record, import_ask_undo)


def _asked(request: ActorRequest, run: ImportRun, ask: Any) -> HttpResponse:  # noqa: ANN401  one of two services
    try:
        ask(actor=request.actor, run=run)
    except RuleError as error:
        words: str | Promise = STEP_WORDS[error.problems[0].code]
        messages.error(request, str(words))
    return HttpResponseRedirect(address(request, "import", import_id=run.pk))


@require_POST
@needs(Right.DATA_IMPORT, of=find_import)
def import_cancel_action(request: ActorRequest, slug: str, import_id: UUID, record: ImportRun) -> HttpResponse:  # noqa: ARG001  the edge resolved it
    """Ask that the work end; what it did is rolled back."""
    if import_cancel(actor=request.actor, run=record):
        messages.success(request, _("The work is asked to end. What it did is undone."))
    else:
        messages.info(request, _("The work is over already."))
    return HttpResponseRedirect(address(request, "import", import_id=record.pk))
