"""A file's row and bytes stand together, within the organization's space."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.files import folder, limits, uploads
from pmo_site.files.domain import kinds
from pmo_site.files.models import Purpose, StoredFile
from pmo_site.files.selectors import bytes_used, file_get, file_open
from pmo_site.files.services.files import export_store, file_delete, file_restore, file_store
from pmo_site.files.services.sweep import files_sweep
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError
from pmo_site.threads import limits as talk
from pmo_site.threads.domain import mentions
from tests.accounts.world import Member, make_member, make_organization
from tests.files.samples import PDF, SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def hana() -> Member:
    return make_member(make_organization("north"), OrganizationRole.MEMBER)


def bytes_of(root: Path) -> list[Path]:
    return [path for path in root.glob("**/*") if path.is_file()]


def refused(member: Member, name: str, content: bytes) -> str:
    """The code of a refusal, which leaves nothing behind."""
    with member.acting() as actor:
        with pytest.raises(RuleError) as error:
            file_store(actor=actor, name=name, content=content, purpose=Purpose.UPLOAD)
        assert not StoredFile.objects.exists()
    assert error.value.problems[0].field == "file"
    return error.value.problems[0].code


def test_a_file_is_kept_with_what_its_bytes_say(hana: Member, files_root: Path) -> None:
    with hana.acting() as actor:
        content = io.BytesIO(PDF)
        file = file_store(actor=actor, name="a/../報告 書.pdf", content=content, purpose=Purpose.UPLOAD)
        assert (file.name, file.size, file.content_type) == ("報告 書.pdf", len(PDF), "application/pdf")
        assert (file.sha256, file.uploaded_by_id) == (hashlib.sha256(PDF).hexdigest(), hana.person.pk)
        found = file_open(actor=actor, file_id=file.pk)
        assert found is not None
        with found[1] as opened:
            assert opened.read() == PDF
    path = files_root / str(hana.organization.pk) / file.pk.hex[-2:] / str(file.pk)
    assert bytes_of(files_root) == [path]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.html", b"<p>", "file_kind"),
        ("a.svg", b"<svg/>", "file_kind"),
        ("a.exe", b"MZ", "file_kind"),
        ("a", PDF, "file_kind"),
        ("a.pdf", SAMPLES[".png"], "file_mismatch"),
        ("a.txt", b"<script>", "file_mismatch"),
        ("a.pdf", b"", "file_empty"),
        ("..", PDF, "file_name"),
        ("\u202e", PDF, "file_name"),
    ],
)
def test_what_may_not_be_kept_is_refused_at_its_field(
    hana: Member, files_root: Path, name: str, content: bytes, code: str
) -> None:
    assert refused(hana, name, content) == code
    assert bytes_of(files_root) == []


def test_a_file_may_be_as_large_as_the_limit_and_not_larger(hana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmo_site.files.services.files.FILE_BYTES", len(PDF))
    assert refused(hana, "a.pdf", PDF + b"x") == "file_too_large"
    with hana.acting() as actor:
        assert file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD).size == len(PDF)
        assert export_store(actor=actor, name="a.pdf", content=PDF + b"x").size == len(PDF) + 1


@pytest.mark.fault("F08")
def test_the_space_of_an_organization_is_its_own(hana: Member, settings: Any) -> None:
    settings.FILES_QUOTA_BYTES = len(PDF)
    other = make_member(make_organization("south"), OrganizationRole.MEMBER)
    with hana.acting() as actor:
        kept = file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD)
        with pytest.raises(RuleError, match="quota_full"):
            file_store(actor=actor, name="b.pdf", content=PDF, purpose=Purpose.UPLOAD)
        file_delete(actor=actor, file=kept)
        assert bytes_used() == len(PDF), "it can still be brought back"
    with other.acting() as actor:
        assert file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD).size == len(PDF)


@pytest.mark.fault("F08")
def test_a_full_disk_is_said_and_leaves_nothing(
    hana: Member, files_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refused(hana, "a.pdf", PDF) == "no_room"
    assert bytes_of(files_root) == []


def aged(*paths: Path) -> None:
    """Let bytes be older than any open transaction."""
    old = (clock.now() - limits.GRACE - timedelta(minutes=1)).timestamp()
    for path in paths:
        os.utime(path, (old, old))


def test_a_rollback_leaves_neither_row_nor_bytes_after_the_sweep(hana: Member, files_root: Path) -> None:
    with hana.acting() as actor:
        with transaction.atomic():
            file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD)
            transaction.set_rollback(True)
        assert not StoredFile.objects.exists()
        kept = file_store(actor=actor, name="b.pdf", content=PDF, purpose=Purpose.UPLOAD)
        files_sweep(organization_id=actor.organization_id)
        assert len(bytes_of(files_root)) == 2, "what is young may belong to an open transaction"
        aged(*bytes_of(files_root))
        files_sweep(organization_id=actor.organization_id)
    assert [path.name for path in bytes_of(files_root)] == [str(kept.pk)]


def test_a_half_written_file_is_swept(hana: Member, files_root: Path) -> None:
    stray = files_root / str(hana.organization.pk) / "aa" / f"x{folder.PART}"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"half")
    aged(stray)
    with hana.acting() as actor:
        files_sweep(organization_id=actor.organization_id)
    assert not stray.exists()


def test_a_row_whose_bytes_are_gone_is_offered_no_more(hana: Member, files_root: Path) -> None:
    with hana.acting() as actor:
        file = file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD)
        bytes_of(files_root)[0].unlink()
        assert file_open(actor=actor, file_id=file.pk) is None
        files_sweep(organization_id=actor.organization_id)
        assert file_get(actor, file.pk) is not None, "a young row is left alone"
        StoredFile.objects.update(created_at=clock.now() - limits.GRACE - timedelta(minutes=1))
        files_sweep(organization_id=actor.organization_id)
        assert (file_get(actor, file.pk), bytes_used()) == (None, 0)


def test_a_deleted_file_comes_back_within_a_week_and_then_no_more(
    hana: Member, files_root: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with hana.acting() as actor:
        file = file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD)
        file_delete(actor=actor, file=file)
        assert file_get(actor, file.pk) is None
        files_sweep(organization_id=actor.organization_id)
        assert file_restore(actor=actor, file=file)
        assert file_get(actor, file.pk) == file
        StoredFile.objects.update(deleted_at=clock.now() - limits.DELETED_KEPT)
        with django_capture_on_commit_callbacks(execute=True):
            files_sweep(organization_id=actor.organization_id)
        assert not file_restore(actor=actor, file=file)
        assert bytes_used() == 0
    assert bytes_of(files_root) == []


def test_an_export_is_its_owner_s_for_a_day(
    hana: Member, files_root: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    other = make_member(hana.organization, OrganizationRole.PMO_MANAGER)
    with hana.acting() as actor:
        file = export_store(actor=actor, name="list.csv", content=b"a,b\n")
        assert file.expires_at is not None
        assert timedelta(hours=23) < file.expires_at - clock.now() <= timedelta(hours=24)
        assert file_get(actor, file.pk) == file
    with other.acting() as actor:
        assert file_get(actor, file.pk) is None, "not even a PMO manager fetches another's export"
    with hana.acting() as actor:
        StoredFile.objects.update(expires_at=clock.now())
        assert file_get(actor, file.pk) is None
        with django_capture_on_commit_callbacks(execute=True):
            files_sweep(organization_id=actor.organization_id)
    assert bytes_of(files_root) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_uploads_at_once_the_last_free_space_goes_to_one(settings: Any) -> None:
    settings.FILES_QUOTA_BYTES = len(PDF) + 10
    hana = make_member(make_organization("north"), OrganizationRole.MEMBER)
    both, told = threading.Barrier(2, timeout=20), []

    def bring() -> None:
        try:
            with hana.acting() as actor:
                both.wait()
                file_store(actor=actor, name="a.pdf", content=PDF, purpose=Purpose.UPLOAD)
            told.append("stored")
        except RuleError as error:
            told.append(error.problems[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["quota_full", "stored"]
    with hana.acting():
        assert StoredFile.objects.count() == 1


def test_the_limits_are_documented() -> None:
    documented = json.loads((Path(site.BASE_DIR) / "docs" / "limits.json").read_text(encoding="utf-8"))
    assert documented["files"] == {
        "file_bytes": limits.FILE_BYTES,
        "request_bytes": uploads.REQUEST_BYTES,
        "organization_bytes": site.FILES_QUOTA_BYTES,
        "name_characters": limits.NAME_CHARACTERS,
        "archive_parts": kinds.ARCHIVE_PARTS,
        "export_hours": limits.EXPORT_HOURS,
        "deleted_kept_days": limits.DELETED_KEPT.days,
    }
    assert documented["threads"] == {
        "text_characters": talk.TEXT_CHARACTERS,
        "url_characters": talk.URL_CHARACTERS,
        "label_characters": talk.LABEL_CHARACTERS,
        "mentions": mentions.MOST,
    }
