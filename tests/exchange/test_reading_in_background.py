"""A large file is read by a worker; the request that brought it keeps it and says where it is followed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pmo_site.exchange.models import ImportRun, ImportState
from pmo_site.exchange.reading import bytes_to_read
from pmo_site.exchange.services import uploads
from pmo_site.exchange.services.uploads import uploads_forget
from pmo_site.jobs.models import Job, OutboxEvent
from pmo_site.jobs.services.jobs import job_cancel
from pmo_site.kernel import clock
from tests.exchange.bring import applied, brought, counts, job_of, worked
from tests.projects.cast import Cast
from tests.projects.conftest import cast

__all__ = ["cast"]
LIST = b"code,name\nN-1,first\nN-2,second\n"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is larger than ten bytes is left to the worker."""
    monkeypatch.setattr(uploads, "READ_AT_ONCE", 10)


def sent(cast: Cast, content: bytes = LIST, name: str = "list.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return cast.client("pmo-manager").post(cast.address("import/"), {"kind": "projects", "file": file})


def the_run(cast: Cast) -> ImportRun:
    with cast.acting("pmo-manager"):
        return ImportRun.objects.get()


def read(cast: Cast) -> ImportRun:
    with cast.acting("pmo-manager") as actor:
        return worked(actor, ImportRun.objects.get())


@pytest.mark.usefixtures("small")
def test_the_request_reads_nothing_and_its_page_follows_the_worker(cast: Cast) -> None:
    OutboxEvent.objects.all().delete()
    address = sent(cast).headers["Location"]
    run = the_run(cast)
    assert (run.state, run.row_count, run.packed, bytes(run.raw or b"")) == (ImportState.READING, 0, None, LIST)
    assert [event.task for event in OutboxEvent.objects.all()] == ["exchange.run_import"]
    client = cast.client("pmo-manager")
    page = client.get(address).content.decode()
    assert "Waiting for a worker" in page
    assert f'hx-get="{address}"' in page
    assert "column_0" not in page
    listed = client.get(cast.address("import/")).content.decode()
    assert "Being read" in listed
    assert f'href="{address}"' in listed, "it is found again"
    run = read(cast)
    assert (run.state, run.row_count, run.raw) == (ImportState.UPLOADED, 2, None)
    assert run.targets == {"code": "code", "name": "name"}
    assert "column_0" in client.get(address).content.decode()


@pytest.mark.usefixtures("small")
def test_a_file_that_the_worker_read_is_imported_as_any_other(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        assert counts(applied(actor, brought(actor, LIST))) == [2, 0, 0, 0]


@pytest.mark.usefixtures("small")
def test_what_cannot_be_read_says_why_and_nothing_waits(cast: Cast) -> None:
    wide = b",".join(b"%d" % number for number in range(300)) + b"\n1\n"
    address = sent(cast, wide).headers["Location"]
    run = read(cast)
    assert (run.state, run.report["failure"]) == (ImportState.FAILED, "too_many_columns")
    page = cast.client("pmo-manager").get(address).content.decode()
    assert "The file has more than 200 columns." in page
    assert "no longer kept" not in page
    assert "apply/" not in page


@pytest.mark.usefixtures("small")
def test_reading_that_was_cancelled_asks_for_the_file_again(cast: Cast) -> None:
    address = sent(cast).headers["Location"]
    client = cast.client("pmo-manager")
    assert client.post(f"{address}cancel/").status_code == 302
    with cast.acting("pmo-manager"):
        assert Job.objects.get(pk=job_of(ImportRun.objects.get())).cancel_requested_at
    assert "The file was not read to its end. Upload it again." in client.get(address).content.decode()


@pytest.mark.usefixtures("small")
def test_columns_are_told_once_the_file_is_read_and_not_before(cast: Cast) -> None:
    address = sent(cast).headers["Location"]
    client = cast.client("pmo-manager")
    client.post(address, {"column_0": "code", "as_of": "2026-11-01", "currency": "JPY"})
    assert client.post(f"{address}apply/").status_code == 302
    assert (the_run(cast).state, the_run(cast).targets) == (ImportState.READING, {})


@pytest.mark.usefixtures("small")
def test_a_hostile_or_too_large_file_is_refused_at_once(cast: Cast) -> None:
    for content in (b"PK\x03\x04 no workbook at all", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20)):
        assert sent(cast, content, "x.xlsx").status_code == 422
    with cast.acting("pmo-manager"):
        assert not ImportRun.objects.exists()


@pytest.mark.usefixtures("small")
def test_a_file_that_nobody_read_goes_when_its_time_is_over(cast: Cast) -> None:
    sent(cast)
    with cast.acting("pmo-manager"):
        job_cancel(job_id=job_of(ImportRun.objects.get()), person_id=None)
        ImportRun.objects.update(expires_at=clock.now())
    uploads_forget()
    assert the_run(cast).raw is None


def test_a_workbook_is_weighed_by_what_it_unpacks_to() -> None:
    book, held = openpyxl.Workbook(), io.BytesIO()
    sheet: Any = book.active
    for number in range(2_000):
        sheet.append([f"N-{number}", "the same words in every row"])
    book.save(held)
    assert bytes_to_read(held.getvalue()) > 2 * len(held.getvalue())
    assert bytes_to_read(LIST) == len(LIST)
