"""Imports over the API: the same services as the pages of the import center."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.uploads import fields_of
from pmo_site.exchange.guessing import Choice
from pmo_site.exchange.kinds import ImportKind, import_kinds
from pmo_site.exchange.models import ImportRun
from pmo_site.exchange.reasons import FILE_WORDS
from pmo_site.exchange.selectors import PAGE_ROWS, import_list, report_rows, settle
from pmo_site.exchange.services.runs import import_ask, import_ask_undo, import_cancel, import_check
from pmo_site.exchange.services.uploads import import_upload, samples
from pmo_site.exchange.tables import TableError
from pmo_site.kernel.conflicts import StaleError
from pmo_site.resources.imports.bodies import import_body, import_row, report_row
from pmo_site.resources.imports.forms import own_day
from pmo_site.resources.imports.shapes import CheckWrite, ImportRead, ImportRow, RowsQuery, RowsRead, UploadWrite
from pmo_site.resources.imports.views import find_import
from pmo_site.tenancy.keyset import Order

_TAG = "imports"
_MINE = needs(Right.DATA_IMPORT, of=find_import)


@declares(GET=needs(Right.DATA_IMPORT), POST=needs(Right.DATA_IMPORT))
class ImportList(ApiView):
    """The imports that the caller may see."""

    parser_classes = [MultiPartParser]

    @describe("import_list", _("List imports"), tag=_TAG, query=PageQuery, answer=page_shape("ImportPage", ImportRow))
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Newest first."""
        query = query_of(request, PageQuery)
        page = asked_page(import_list(request.actor), Order("uploaded_at", descending=True), query)
        settle(page.rows)
        return Response(envelope(request, page, [import_row(run) for run in page.rows]))

    @describe(
        "import_upload",
        _("Upload a list"),
        tag=_TAG,
        body=UploadWrite,
        answer=ImportRead,
        status=201,
        posts=True,
        form=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:
        """Read a file; the answer says what its columns seem to hold. Nothing is stored but the rows, for a week."""
        query_of(request)
        serializer = UploadWrite(data=fields_of(request))
        serializer.is_valid(raise_exception=True)
        kind, upload = _kind(request, serializer.validated_data["kind"]), serializer.validated_data["file"]
        try:
            run = import_upload(actor=request.actor, kind=kind, file_name=upload.name, content=upload.read())
        except TableError as error:
            raise _refused("file", error.code, FILE_WORDS.get(error.code, error.code)) from error
        finally:
            upload.close()
        address = reverse("api-imports:import", kwargs={"slug": slug, "import_id": run.pk})
        return created(run, import_body(request.actor, run), address)


def _kind(request: ApiRequest, key: str) -> ImportKind:
    found = next((kind for kind in import_kinds(request.actor) if kind.key == key), None)
    if found is None:
        raise _refused("kind", "unknown", _("There is no such kind, or you have no right to bring it."))
    return found


def _refused(field: str, code: str, words: object) -> ValidationError:
    return ValidationError({field: [ErrorDetail(str(words), code)]})


@declares(GET=_MINE, PATCH=_MINE)
class ImportDetail(ApiView):
    """One import."""

    @describe("import_get", _("Read an import"), tag=_TAG, answer=ImportRead)
    def get(self, request: ApiRequest, slug: str, import_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """Where it stands, how far its work is, and what becomes of its rows."""
        query_of(request)
        return _answer(request, self.record)

    @describe(
        "import_check",
        _("Say what the columns of an import hold, and check it"),
        tag=_TAG,
        body=CheckWrite,
        answer=ImportRead,
        versioned=True,
    )
    def patch(self, request: ApiRequest, slug: str, import_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """What the import would do; a long file is checked in the background, and its state says so."""
        query_of(request)
        run: ImportRun = self.record
        version = expected_version(request, run)
        said = values_of(request, CheckWrite, partial=True)
        checked = import_check(actor=request.actor, run=run, version=version, **_told(request, run, said))
        return _answer(request, checked)


def _told(request: ApiRequest, run: ImportRun, said: dict[str, Any]) -> dict[str, Any]:
    """What the service is told: what is said now, else what was said or guessed before."""
    choice = Choice(said.get("mapping", run.targets), said.get("currency", run.currency))
    return {
        "choice": choice,
        "as_of": said.get("as_of") or run.as_of or own_day(samples(run), choice) or request.actor.today,
        "skips_rejected": said.get("skips_rejected", run.skips_rejected),
        "remember_as": said.get("remember_as", ""),
    }


def _answer(request: ApiRequest, run: ImportRun, status: int = 200) -> Response:
    response = detail(request, run, import_body(request.actor, run))
    if response.status_code == 200:  # noqa: PLR2004  not the 304 of who knows it already
        response.status_code = status
    return response


@declares(GET=_MINE)
class ImportRows(ApiView):
    """The rows of an import's report."""

    @describe("import_rows", _("Read what becomes of the rows"), tag=_TAG, query=RowsQuery, answer=RowsRead)
    def get(self, request: ApiRequest, slug: str, import_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """A hundred rows of one outcome, in the order of the file."""
        query = query_of(request, RowsQuery)
        run: ImportRun = self.record
        outcome, page = query["outcome"], query["page"]
        total = (run.report.get("counts") or {}).get(outcome, 0)
        money = may(request.actor, Right.MONEY_VIEW)
        rows = report_rows(run, outcome, page=page)
        link = f"{request.path}?outcome={outcome}&page="
        body = {
            "items": [report_row(run.of_kind, outcome, row, money=money) for row in rows],
            "total": total,
            "next": f"{link}{page + 1}" if (page + 1) * PAGE_ROWS < total else None,
            "previous": f"{link}{page - 1}" if page else None,
        }
        return Response(body)


@declares(POST=_MINE)
class ImportApply(ApiView):
    """Have a checked import applied."""

    @describe("import_apply", _("Apply an import"), tag=_TAG, answer=ImportRead, status=202, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, import_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """It is stored in the background, all of it or nothing."""
        no_values(request)
        version = expected_version(request, self.record)
        return _answer(request, import_ask(actor=request.actor, run=self.record, version=version), 202)


@declares(POST=_MINE)
class ImportUndo(ApiView):
    """Have an applied import taken back."""

    @describe("import_undo", _("Undo an import"), tag=_TAG, answer=ImportRead, status=202, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, import_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """It is taken back in the background; records that were changed since are left alone."""
        no_values(request)
        version = expected_version(request, self.record)
        return _answer(request, import_ask_undo(actor=request.actor, run=self.record, version=version), 202)


@declares(POST=_MINE)
class ImportCancel(ApiView):
    """Have the work at an import end."""

    @describe(
        "import_cancel", _("Cancel the work at an import"), tag=_TAG, answer=ImportRead, versioned=True, posts=True
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str, import_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """What it did is rolled back; work that is over stays as it is."""
        no_values(request)
        run: ImportRun = self.record
        if expected_version(request, run) != run.version:
            raise StaleError(run.version)
        import_cancel(actor=request.actor, run=run)
        settle([run])
        return _answer(request, run)
