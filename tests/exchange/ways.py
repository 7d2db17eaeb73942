"""Three ways in for one file: the pages as a browser meets them, the command, and the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from projects.imports import PROJECTS
from tests.portfolio.imported import Office, work_off

Way = Callable[[Office, Path, str, date], None]


def by_pages(office: Office, path: Path, mapping: str, as_of: date) -> None:
    """Upload, choose the known mapping, check, apply, as forms are sent."""
    client = office.client()
    file = SimpleUploadedFile(path.name, path.read_bytes())
    uploaded = client.post(f"/o/{office.organization.slug}/import/", {"kind": "projects", "file": file})
    address = uploaded.headers["Location"]
    form = client.get(f"{address}?use={mapping}").context["form"]
    values = {name: form[name].value() for name in form.fields}
    told = {name: str(value) for name, value in values.items() if value not in (None, False)}
    assert client.post(address, told | {"as_of": as_of.isoformat()}).status_code == 302
    client.post(f"{address}apply/")
    work_off()


def by_command(office: Office, path: Path, mapping: str, as_of: date) -> None:
    """The command that operators use."""
    office.bring_in(path, mapping, as_of=as_of)
    work_off()


def by_api(office: Office, path: Path, mapping: str, as_of: date) -> None:
    """Upload, check and apply as a program does."""
    client = office.client()
    base = f"/api/v1/organizations/{office.organization.slug}/imports/"
    file = SimpleUploadedFile(path.name, path.read_bytes())
    run = client.post(base, {"kind": "projects", "file": file}).json()
    choice = PROJECTS.presets[mapping]
    said = {"mapping": dict(choice.targets), "currency": choice.currency, "as_of": as_of.isoformat()}
    checked = client.patch(f"{base}{run['id']}/", said, "application/json", headers=match(run))
    assert checked.status_code == 200, checked.content
    asked = client.post(f"{base}{run['id']}/apply/", None, "application/json", headers=match(checked.json()))
    assert asked.status_code == 202, asked.content
    work_off()


def match(body: dict[str, Any]) -> dict[str, str]:
    """The If-Match of what was read."""
    return {"If-Match": f'"{body["id"]}-{body["version"]}"'}


WAYS: dict[str, Way] = {"pages": by_pages, "command": by_command, "api": by_api}
