"""The bench organizations: every declared kind is in the manifest, every free text has its canary."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client, override_settings

from pmo_site.accounts.models import User
from pmo_site.pages.bench import USERS, free_texts
from pmo_site.resources.resource import resources
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization

HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Manifest = dict[str, Any]
TEXTS = (models.CharField, models.TextField)
OTHERS = ("comments", "attachments", "files", "reports", "overrides", "health", "imports", "notices", "jobs", "members")


@pytest.fixture
def manifest(db: None, tmp_path: Path) -> Iterator[Manifest]:  # noqa: ARG001  the database is open
    """The manifest of fresh bench organizations."""
    with override_settings(PASSWORD_HASHERS=HASHERS):
        call_command("seed_bench", out=tmp_path / "manifest.json")
        found: Manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
        yield found["tenants"]


def test_every_register_has_a_record_in_every_tenant(manifest: Manifest) -> None:
    for told in manifest.values():
        assert {each.key for each in resources()} <= set(told["objects"])
        assert len(told["objects"]["projects"]) == 3
        for kind in (
            "comments",
            "attachments",
            "files",
            "reports",
            "overrides",
            "health",
            "imports",
            "notices",
            "jobs",
        ):
            assert told["objects"][kind], kind


def test_every_free_text_of_a_register_bears_the_canary_of_its_tenant(manifest: Manifest) -> None:
    for told in manifest.values():
        with tenant(Organization.objects.get(slug=told["slug"]).pk):
            for kind in resources():
                ids = [entry["id"] for entry in told["objects"][kind.key]]
                for record in kind.model._default_manager.filter(pk__in=ids):
                    texts = {name: getattr(record, name) for name in free_texts(kind)}
                    assert {name for name, text in texts.items() if told["canary"] not in text} == set()


def test_no_tenant_knows_the_canary_of_another(manifest: Manifest) -> None:
    canaries = {told["canary"] for told in manifest.values()}
    assert len(canaries) == 3
    for name, told in manifest.items():
        assert told["canary"].startswith(f"CANARY-{name}-")
        others = canaries - {told["canary"]}
        assert not [text for text in _texts(told) for other in others if other in str(text)]


def _texts(told: Manifest) -> list[Any]:
    """Every text that a tenant's registers hold."""
    found: list[Any] = []
    with tenant(Organization.objects.get(slug=told["slug"]).pk):
        for kind in resources():
            names = [each.name for each in kind.model._meta.fields if isinstance(each, TEXTS)]
            for row in kind.model._default_manager.values_list(*names):
                found.extend(text for text in row if text)
    return found


def test_everybody_signs_in_with_the_password_of_the_manifest(manifest: Manifest) -> None:
    told = manifest["A"]
    assert set(told["users"]) == {user.key for user in USERS}
    for user in told["users"].values():
        assert User.objects.get(email=user["email"]).check_password(user["password"])
    client = Client()
    client.post(
        "/accounts/login/", {"login": told["users"]["pm"]["email"], "password": told["users"]["pm"]["password"]}
    )
    first, other, _ = (entry["id"] for entry in told["objects"]["projects"])
    assert client.get(f"/o/{told['slug']}/projects/{first}/").status_code == 200
    assert client.get(f"/o/{told['slug']}/projects/{other}/").status_code == 404
    assert client.get(f"/o/{manifest['B']['slug']}/").status_code == 404


@pytest.mark.parametrize(
    ("token", "read", "write"), [("read", 200, 403), ("write", 200, 201), ("expired", 401, 401), ("revoked", 401, 401)]
)
def test_tokens_do_as_they_are_named(manifest: Manifest, token: str, read: int, write: int) -> None:
    told = manifest["A"]
    headers = {"authorization": f"Bearer {told['tokens'][token]['key']}"}
    address = f"/api/v1/organizations/{told['slug']}/projects/"
    client = Client(headers=headers)
    assert client.get(address).status_code == read
    body = json.dumps({"name": "by token"})
    assert client.post(address, body, content_type="application/json").status_code == write


def test_the_third_tenant_is_suspended(manifest: Manifest) -> None:
    told = manifest["C"]
    assert told["state"] == "suspended"
    client, pm = Client(), told["users"]["pm"]
    assert client.post("/accounts/login/", {"login": pm["email"], "password": pm["password"]}).status_code == 302
    assert client.get(f"/o/{told['slug']}/").status_code == 403
    by_token = Client(headers={"authorization": f"Bearer {told['tokens']['read']['key']}"})
    assert by_token.get(f"/api/v1/organizations/{told['slug']}/projects/").status_code == 401


def test_the_manifest_is_for_its_owner_alone_and_is_not_made_twice(manifest: Manifest, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "manifest.json").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="already"):
        call_command("seed_bench", out=tmp_path / "again.json")
    assert Organization.objects.filter(slug__startswith="bench-").count() == len(manifest)
    assert not (tmp_path / "again.json").exists()


@pytest.mark.django_db
def test_it_is_refused_where_real_people_work(tmp_path: Path) -> None:
    with override_settings(LOCAL=False, BENCH=False), pytest.raises(CommandError, match="local"):
        call_command("seed_bench", out=tmp_path / "manifest.json")
    assert not Organization.objects.exists()


def test_a_manifest_that_has_no_place_is_said_before_anything_is_made(db: None, tmp_path: Path) -> None:  # noqa: ARG001  the database is open
    with pytest.raises(CommandError, match=r"Cannot write to .*/missing/manifest.json: No such file or directory"):
        call_command("seed_bench", out=tmp_path / "missing" / "manifest.json")
    assert not Organization.objects.filter(slug__startswith="bench-").exists()
