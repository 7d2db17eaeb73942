"""One organization taken out, removed and brought in again is the same; the other one never notices (D03, D04)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.utils.translation import override

from pmo_site.accounts.models import Membership, Person, User
from pmo_site.files import folder
from pmo_site.files.models import Purpose
from pmo_site.files.services.files import file_store
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel import clock
from pmo_site.pages.services.demo import HOKUTO, MINATO, demo_load
from pmo_site.portability.archive import MANIFEST
from pmo_site.portability.tables import LEFT_BEHIND, carried_tables, tenant_tables
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.models import ProjectHealth
from portfolio.services.health import health_compute_day
from projects.models import Project
from support_office.models import Issue, Risk
from tests.accounts.world import seeder

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "admin"])

PDF = b"%PDF-1.7\nrehearsal"


@pytest.fixture
def minato(settings: Any, tmp_path: Path) -> Organization:
    """The demo, with a file, a judged day and a single grant beside its records."""
    settings.FILES_ROOT = str(tmp_path / "files")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    demo_load()
    organization = Organization.objects.get(slug=MINATO.slug)
    with tenant(organization.id, history={"system": "test"}):
        actor = seeder(organization)
        file_store(actor=actor, name="rehearsal.pdf", content=PDF, purpose=Purpose.ATTACHMENT)
        health_compute_day(day=clock.now().date())
    return organization


def seen(organization: Organization) -> dict[str, str]:
    """A sum over every row of each of its tables, as the owner sees them behind the wall."""
    found = {}
    with connections["admin"].cursor() as cursor:
        for table in tenant_tables():
            cursor.execute("SELECT set_config('app.organization', %s, false)", [str(organization.id)])
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM {table.name} t")  # noqa: S608  names of models
            found[table.name] = str(cursor.fetchone()[0])
        cursor.execute("SELECT set_config('app.organization', '', false)")
    return found


def sums(organization: Organization) -> dict[str, str]:
    return {name: hashlib.sha256(rows.encode()).hexdigest() for name, rows in seen(organization).items()}


def taken_out(slug: str, path: Path) -> dict[str, list[str]]:
    """The archive's rows by entry."""
    call_command("tenant_export", slug, out=path, verbosity=0)
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".jsonl")]
        return {name: archive.read(name).decode().splitlines() for name in names}


def removed(slug: str) -> None:
    call_command("suspend_organization", slug, reason="moves elsewhere")
    call_command("tenant_delete", slug, confirm=slug)


def changed(path: Path, entry: str, content: bytes) -> Path:
    """A copy of the archive with one entry replaced."""
    copy = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w") as other:
        for name in {*archive.namelist(), entry}:
            other.writestr(name, content if name == entry else archive.read(name))
    return copy


@pytest.mark.fault("D04")
def test_what_was_taken_out_removed_and_brought_in_is_taken_out_again_alike(
    minato: Organization, tmp_path: Path, client: Client
) -> None:
    hokuto = Organization.objects.get(slug=HOKUTO.slug)
    others = sums(hokuto)
    call_command("suspend_organization", MINATO.slug, reason="moves elsewhere")
    first = taken_out(MINATO.slug, tmp_path / "first.zip")
    call_command("tenant_delete", MINATO.slug, confirm=MINATO.slug)
    assert not Organization.objects.filter(slug=MINATO.slug).exists()
    call_command("tenant_import", tmp_path / "first.zip")
    assert Organization.objects.get(slug=MINATO.slug).state == "suspended"
    assert taken_out(MINATO.slug, tmp_path / "second.zip") == first
    assert {"tables/projects_project.jsonl", "tables/support_office_riskevent.jsonl"} <= set(first)
    assert all(first[f"tables/{name}.jsonl"] for name in ("projects_project", "support_office_riskevent"))
    assert sums(hokuto) == others
    call_command("resume_organization", MINATO.slug, reason="arrived")
    email = f"pmo-manager@{MINATO.slug}.example"
    assert not User.objects.get(email=email).has_usable_password()
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/o/{MINATO.slug}/projects/").status_code == 200
    with tenant(minato.id):
        path = next(folder.root_of(minato.id).glob("*/*"))
        assert path.read_bytes() == PDF
        project = Project.objects.order_by("code").first()
        assert project is not None
        Project.objects.filter(pk=project.pk).update(purpose="goes on")  # a change is recorded as ever


def judged(organization: Organization) -> dict[UUID, tuple[object, ...]]:
    """Every snapshot with the reasons that are read from what it keeps."""
    with tenant(organization.id):
        return {each.pk: (each.overall, each.dimensions, each.findings, each.reasons) for each in snapshots()}


def snapshots() -> list[ProjectHealth]:
    return list(ProjectHealth.objects.order_by("id"))


def test_a_judged_day_comes_in_with_its_reasons_and_their_rows(
    minato: Organization, tmp_path: Path, client: Client
) -> None:
    before = judged(minato)
    assert any(findings for _level, _dimensions, findings, _reasons in before.values())
    call_command("suspend_organization", MINATO.slug, reason="moves elsewhere")
    taken_out(MINATO.slug, tmp_path / "judged.zip")
    call_command("tenant_delete", MINATO.slug, confirm=MINATO.slug)
    call_command("tenant_import", tmp_path / "judged.zip")
    call_command("resume_organization", MINATO.slug, reason="arrived")
    assert judged(minato) == before
    email = f"pmo-manager@{MINATO.slug}.example"
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    with tenant(minato.id):
        explained = next(each for each in reversed(snapshots()) if any(reason.rows for reason in each.reasons))
        rows = {str(row.id) for reason in explained.reasons for row in reason.rows}
    page = client.get(f"/o/{MINATO.slug}/projects/{explained.project_id}/health/").content.decode()
    assert any(f"{row}/" in page for row in rows), "a reason opens its rows as before"


def test_every_table_goes_along_or_is_left_behind_for_a_reason(minato: Organization, tmp_path: Path) -> None:
    held = {name for name, rows in seen(minato).items() if rows}
    carried = {table.name for table in carried_tables()}
    assert carried | set(LEFT_BEHIND) == {table.name for table in tenant_tables()}
    assert not carried & set(LEFT_BEHIND)
    entries = taken_out(MINATO.slug, tmp_path / "minato.zip")
    assert {name for name in held - set(LEFT_BEHIND) if not entries[f"tables/{name}.jsonl"]} == set()


@pytest.mark.usefixtures("minato")
def test_an_archive_holds_no_secret_and_nothing_of_another_organization(tmp_path: Path) -> None:
    text = json.dumps(taken_out(MINATO.slug, tmp_path / "minato.zip"), ensure_ascii=False)
    assert MINATO.mark in text
    assert HOKUTO.slug not in text
    hashes = User.objects.values_list("password", flat=True)
    assert not any(each in text for each in hashes if each)
    assert (tmp_path / "minato.zip").stat().st_mode & 0o077 == 0


@pytest.mark.fault("D04")
def test_after_removal_no_row_file_or_account_of_it_is_left(minato: Organization) -> None:
    hokuto = Organization.objects.get(slug=HOKUTO.slug)
    shared = User.objects.get(email=f"pm@{MINATO.slug}.example")
    with tenant(hokuto.id, history={"system": "test"}):
        person = Person.objects.create(family_name="兼務")
        Membership.objects.create(user=shared, person=person)
    others = sums(hokuto)
    removed(MINATO.slug)
    assert {name: rows for name, rows in seen(minato).items() if rows} == {}
    assert MINATO.mark not in str(seen(hokuto))
    assert sums(hokuto) == others
    assert not folder.root_of(minato.id).exists()
    assert not OutboxEvent.objects.filter(organization_id=minato.id).exists()
    left = set(User.objects.filter(email__endswith=f"@{MINATO.slug}.example").values_list("email", flat=True))
    assert left == {shared.email}


@pytest.mark.usefixtures("minato")
def test_an_operator_s_account_stays_whole_with_its_second_factor() -> None:
    operator = User.objects.get(email=f"pm@{MINATO.slug}.example")
    User.objects.filter(pk=operator.pk).update(is_staff=True)
    Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={})
    removed(MINATO.slug)
    assert User.objects.filter(pk=operator.pk).exists()
    assert Authenticator.objects.filter(user=operator).exists()


def test_only_a_suspended_organization_named_twice_is_removed(minato: Organization) -> None:
    before = sums(minato)
    with pytest.raises(CommandError, match="not suspended"):
        call_command("tenant_delete", MINATO.slug, confirm=MINATO.slug)
    with pytest.raises(CommandError, match="another organization"):
        call_command("tenant_delete", MINATO.slug, confirm=HOKUTO.slug)
    assert sums(minato) == before


def test_an_organization_that_is_there_is_not_brought_in_over_itself(minato: Organization, tmp_path: Path) -> None:
    taken_out(MINATO.slug, tmp_path / "minato.zip")
    before = sums(minato)
    for slug in (None, "elsewhere"):
        with pytest.raises(CommandError, match="here already as minato; delete it"):
            call_command("tenant_import", tmp_path / "minato.zip", slug=slug)
    with pytest.raises(CommandError, match=r"missing/minato\.zip cannot be written"):
        call_command("tenant_export", MINATO.slug, out=tmp_path / "missing" / "minato.zip")
    assert sums(minato) == before
    assert folder.root_of(minato.id).exists()


def test_a_damaged_or_strange_archive_brings_nothing_in(minato: Organization, tmp_path: Path) -> None:
    path = tmp_path / "minato.zip"
    entry = "tables/support_office_risk.jsonl"
    lines = taken_out(MINATO.slug, path)[entry]
    manifest = json.loads(zipfile.ZipFile(path).read(MANIFEST))
    removed(MINATO.slug)
    short = changed(path, entry, "\n".join([*lines[:-1], ""]).encode())
    with pytest.raises(CommandError, match="damaged or changed"):
        call_command("tenant_import", short)
    with pytest.raises(CommandError, match="other entries"):
        call_command("tenant_import", changed(path, "tables/../../evil.jsonl", b"{}"))
    older = json.dumps({**manifest, "migrations": {**manifest["migrations"], "projects": "0001_initial"}}).encode()
    with pytest.raises(CommandError, match="another version"):
        call_command("tenant_import", changed(path, MANIFEST, older))
    packed = zipfile.ZipFile(path).getinfo(entry)
    for share in (2, 3, 5):  # a disk that gives back another byte, so that the entry is unpacked to something else
        content = bytearray(path.read_bytes())
        content[packed.header_offset + len(entry) + 50 + packed.compress_size // share] ^= 0xFF
        (tmp_path / "flipped.zip").write_bytes(content)
        with pytest.raises(CommandError, match=f"{entry} is not what was written"):
            call_command("tenant_import", tmp_path / "flipped.zip")
    with pytest.raises(CommandError, match=r"nothing\.zip cannot be read: No such file or directory\.$"):
        call_command("tenant_import", tmp_path / "nothing.zip")
    (tmp_path / "words.zip").write_bytes(b"words")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("tenant_import", tmp_path / "words.zip")
    assert not Organization.objects.filter(slug=MINATO.slug).exists()
    assert not folder.root_of(minato.id).exists()


def test_rows_that_point_at_others_of_their_kind_come_in_in_any_order(minato: Organization, tmp_path: Path) -> None:
    with tenant(minato.id, history={"system": "test"}):
        first, second = Issue.objects.order_by("id")[:2]
        Issue.objects.filter(pk=first.pk).update(merged_into=second)  # the earlier row points at the later one
        risks = Risk.objects.count()
    call_command("tenant_export", MINATO.slug, out=tmp_path / "minato.zip")
    removed(MINATO.slug)
    words = {HOKUTO.slug: "hokuto is another organization's; give", "no address": "'no address': Enter a valid"}
    for slug, why in words.items():
        with pytest.raises(CommandError, match=f"The address {why}"), override("ja"):
            call_command("tenant_import", tmp_path / "minato.zip", slug=slug)
    call_command("tenant_import", tmp_path / "minato.zip", slug="harbor")
    with tenant(minato.id):
        assert Issue.objects.get(pk=first.pk).merged_into_id == second.pk
        assert Risk.objects.count() == risks
    assert Organization.objects.get(slug="harbor").id == minato.id
