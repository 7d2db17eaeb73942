"""A file is handed to who may read what it hangs on, always to be saved, and is missing to everybody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from pmo_site.accounts.models import Denial, Membership
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.files.models import Purpose, StoredFile
from pmo_site.files.services.files import export_store, file_delete, file_store
from pmo_site.kernel import clock
from tests.accounts.world import Member, client_of, make_member, make_organization
from tests.files.samples import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def hana() -> Member:
    return make_member(make_organization("north"), OrganizationRole.MEMBER)


@pytest.fixture
def other() -> Member:
    return make_member(make_organization("south"), OrganizationRole.PMO_MANAGER)


def brought(member: Member, name: str = "報告書 “1”.pdf") -> StoredFile:
    with member.acting() as actor:
        return file_store(actor=actor, name=name, content=PDF, purpose=Purpose.UPLOAD)


def fetched(client: Client, slug: str, key: object) -> Any:
    """The answer with its stream read to the end as `body`."""
    answer: Any = client.get(f"/o/{slug}/files/{key}/")
    answer.body = answer.getvalue()
    return answer


def test_a_file_is_saved_under_its_name_and_nothing_in_it_runs(hana: Member) -> None:
    answer = fetched(client_of(hana), "north", brought(hana).pk)
    assert answer.body == PDF
    headers = answer.headers
    name = "%E5%A0%B1%E5%91%8A%E6%9B%B8%20%E2%80%9C1%E2%80%9D.pdf"
    assert headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store, private")
    assert (headers["Content-Type"], headers["Content-Length"]) == ("application/pdf", str(len(PDF)))


def test_a_quote_in_a_name_stays_in_the_name(hana: Member) -> None:
    answer = fetched(client_of(hana), "north", brought(hana, 'a"; filename="x.html.pdf').pk)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a\\"; filename=\\"x.html.pdf"'


def test_no_address_serves_the_folder(hana: Member) -> None:
    file = brought(hana)
    assert settings.MEDIA_ROOT == ""
    assert client_of(hana).get(f"/files/{file.organization_id}/{file.pk.hex[-2:]}/{file.pk}").status_code == 404


@pytest.mark.fault("F06")
@pytest.mark.parametrize("slug", ["north", "south"])
def test_another_organization_s_member_gets_what_a_missing_file_gets(hana: Member, other: Member, slug: str) -> None:
    file, client = brought(hana), client_of(other)
    foreign, missing = (fetched(client, slug, key) for key in (file.pk, uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert fetched(Client(), slug, file.pk).status_code == 302


def test_a_member_of_both_reaches_it_only_through_its_own_organization(hana: Member, other: Member) -> None:
    make_member(other.organization, OrganizationRole.PMO_MANAGER, email=hana.user.email)
    file = brought(hana)
    assert [fetched(client_of(hana), slug, file.pk).status_code for slug in ("north", "south")] == [200, 404]


@pytest.mark.fault("Z06")
def test_a_file_is_missing_once_it_is_deleted_or_its_reader_has_left(hana: Member) -> None:
    file, client = brought(hana), client_of(hana)
    assert fetched(client, "north", file.pk).status_code == 200
    with hana.acting() as actor:
        file_delete(actor=actor, file=file)
    assert fetched(client, "north", file.pk).status_code == 404
    kept = brought(hana)
    with hana.acting():
        Membership.objects.update(ended_at=clock.now())
    assert fetched(client, "north", kept.pk).status_code == 404


@pytest.mark.fault("F06")
def test_an_export_is_missing_when_its_day_is_over_and_to_everybody_else(hana: Member) -> None:
    manager = make_member(hana.organization, OrganizationRole.PMO_MANAGER)
    with hana.acting() as actor:
        file = export_store(actor=actor, name="list.csv", content=b"a,b\n")
    assert fetched(client_of(hana), "north", file.pk).status_code == 200
    assert fetched(client_of(manager), "north", file.pk).status_code == 404
    with hana.acting():
        assert Denial.objects.filter(status=404).count() == 1
        StoredFile.objects.update(expires_at=clock.now())
    assert fetched(client_of(hana), "north", file.pk).status_code == 404


def test_a_request_larger_than_any_file_is_refused_by_its_length(hana: Member) -> None:
    client = client_of(hana)
    headers = {"CONTENT_LENGTH": str(40 * 1024 * 1024), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = client.post("/o/north/import/", b"--x--", content_type="multipart/form-data; boundary=x", **headers)  # type: ignore[arg-type]  # WSGI's own names
    assert answer.status_code in {400, 403, 413}
