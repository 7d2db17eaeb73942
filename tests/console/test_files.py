"""What files take up, and whose names and records a reader of the console learns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from pmo_site.console.selectors.files import largest_files, storage
from pmo_site.files.models import Purpose, StoredFile
from pmo_site.files.services.files import export_store, file_delete
from pmo_site.kernel import clock
from pmo_site.threads.services.attachments import attachment_add
from projects.models import ProjectMember
from tests.projects.cast import Cast

PDF = b"%PDF-1.7\n"
ADDRESS = "console/files/"


@pytest.fixture
def minutes(cast: Cast) -> StoredFile:
    """A file on a project, brought by its manager."""
    with cast.acting("pm") as actor:
        attachment_add(actor=actor, record=cast.project(), name="minutes.pdf", content=PDF + b"x" * 3000)
        return StoredFile.objects.get(name="minutes.pdf")


def test_space_is_counted_by_purpose_kind_and_what_goes_by_itself(cast: Cast, minutes: StoredFile) -> None:
    with cast.acting("pm") as actor:
        export_store(actor=actor, name="list.csv", content=b"a,b\n1,2\n")
        attachment_add(actor=actor, record=cast.project(), name="old.pdf", content=PDF)
        file_delete(actor=actor, file=StoredFile.objects.get(name="old.pdf"))
        found = storage(actor)
        purposes = {share.key: (share.count, share.size) for share in found.purposes}
        attached = (2, minutes.size + len(PDF))
        assert purposes[Purpose.ATTACHMENT] == attached
        assert purposes[Purpose.EXPORT] == (1, 8)
        assert next((each.count, each.size) for each in found.kinds if each.key == "application/pdf") == attached
        assert (found.expiring.count, found.expiring.size) == (1, 8)
        assert (found.deleted.count, found.deleted.size) == (1, len(PDF))
        assert found.used == sum(size for _count, size in purposes.values())
        StoredFile.objects.filter(name="old.pdf").update(purged_at=clock.now())
        assert storage(actor).used == found.used - len(PDF)


def test_the_page_says_how_full_it_is_and_leads_to_the_record(cast: Cast, minutes: StoredFile) -> None:
    with override_settings(FILES_QUOTA_BYTES=2 * minutes.size), cast.acting("pmo-manager") as actor:
        percent = storage(actor).percent
    with override_settings(FILES_QUOTA_BYTES=2 * minutes.size):
        page = cast.client("pmo-manager").get(cast.address(ADDRESS)).content.decode()
    assert percent >= 50
    assert f'value="{percent}"' in page
    assert "minutes.pdf" in page
    assert f"/projects/{cast.project().pk}/" in page
    assert "ファイルと容量" in cast.client("pmo-manager", "ja").get(cast.address(ADDRESS)).content.decode()


def test_a_record_that_the_reader_may_not_see_keeps_its_name(cast: Cast, minutes: StoredFile) -> None:
    with cast.acting("pso") as actor:
        day = actor.today - timedelta(days=1)
        ProjectMember.objects.filter(person__pk=actor.person_id or "").update(
            starts_on=day - timedelta(days=9), ends_on=day
        )
    with cast.acting("none") as actor:
        (large, *_others) = [each for each in largest_files(actor) if each.file.pk == minutes.pk]
        assert (large.is_shown, large.record) == (False, None)
    with cast.acting("pm") as actor:
        (large,) = [each for each in largest_files(actor) if each.file.pk == minutes.pk]
        assert large.record == cast.project()


def test_an_export_has_a_name_for_its_owner_alone(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        export = export_store(actor=actor, name="salaries.csv", content=b"a,b\n1,2\n")
    with cast.acting("pmo-manager") as actor:
        assert [each.is_shown for each in largest_files(actor) if each.file.pk == export.pk] == [False]
    with cast.acting("pm") as actor:
        (own,) = [each for each in largest_files(actor) if each.file.pk == export.pk]
        assert (own.is_shown, own.goes_at) == (True, export.expires_at)
    page = cast.client("pmo-manager").get(cast.address(ADDRESS)).content.decode()
    assert "salaries.csv" not in page


def test_another_organizations_files_neither_count_nor_show(minutes: StoredFile) -> None:
    other = Cast("minato")
    with other.acting("pmo-manager") as actor:
        assert minutes.pk not in {each.file.pk for each in largest_files(actor)}
    assert "minutes.pdf" not in other.client("pmo-manager").get(other.address(ADDRESS)).content.decode()


def test_a_program_reads_the_space_and_a_member_does_not(cast: Cast, minutes: StoredFile) -> None:
    base = f"/api/v1/organizations/{cast.slug}/storage/"
    body = cast.client("pmo-manager").get(base).json()
    (row,) = [each for each in body["largest"] if each["id"] == str(minutes.pk)]
    assert (row["name"], row["record_kind"], row["record_id"]) == ("minutes.pdf", "project", str(cast.project().pk))
    assert body["used"] >= minutes.size
    assert cast.client("pm").get(base).status_code == 403
    assert cast.client("pm").get(cast.address(ADDRESS)).status_code == 403
