"""The examples of docs/api.md, sent as they stand there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pmo_site.accounts.scopes import TokenScope
from tests.accounts.tokens import make_token
from tests.api.world import World

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^curl .*$", TEXT, re.MULTILINE)


def run(command: str, names: Mapping[str, str]) -> Any:
    """Send what a curl command of the page sends."""
    words = shlex.split(re.sub(r"\$(\w+)", lambda found: names[found[1]].replace('"', '\\"'), command))[1:]
    headers: dict[str, str] = {}
    fields: dict[str, Any] = {}
    method, data, address = "", None, ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = words.pop(0)
        elif word == "-d":
            data = words.pop(0)
        elif word == "-F":
            name, _, value = words.pop(0).partition("=")
            is_file = value.startswith("@")
            fields[name] = SimpleUploadedFile(value[1:], b"code,name\nP-77,From a list\n") if is_file else value
        elif word != "-i":
            address = word.removeprefix("https://rashinban.example")
    if fields:
        return Client().post(address, fields, headers=headers)
    kind = headers.pop("Content-Type", "application/json")
    method = method or ("POST" if data else "GET")
    return Client().generic(method, address, data or "", content_type=kind, headers=headers)


def test_the_examples_do_what_they_say(world: World) -> None:
    world.organization.slug = "hokuto"
    world.organization.save()
    key = make_token(world.manager, TokenScope).key
    names = {
        "API": "https://rashinban.example/api/v1/organizations/hokuto",
        "AUTH": f"Authorization: Bearer {key}",
        "JSON": "Content-Type: application/json",
    }
    statuses = []
    for command in COMMANDS:
        answer = run(command, names)
        statuses.append(answer.status_code)
        if answer.status_code >= 400:
            raise AssertionError(f"{command}: {answer.status_code} {answer.content.decode()}")
        if "ETag" in answer.headers:
            names |= {"ETAG": answer.headers["ETag"], "ID": answer.json().get("id", "")}
    assert statuses == [200, 201, 200, 200, 201, 200, 202, 200, 200, 200, 200, 200, 200]
