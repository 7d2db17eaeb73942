"""The manifest of registers is true, and a simple register costs what is promised.

UPDATE_RESOURCES=1 pytest tests/meta/test_resources.py rewrites docs/resources.json; read the difference.
"""

from __future__ import annotations

import ast
import os
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import URLPattern

from pmo_site.accounts.routing import requirement_of
from pmo_site.resources.api.urls import api_patterns
from pmo_site.resources.manifest import manifest
from pmo_site.resources.resource import DeclarationError, Resource, declare, resources
from pmo_site.resources.urls import register_patterns

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "docs" / "resources.json"
SIMPLE = ("support_office/models/decision.py", "support_office/models/__init__.py", "support_office/resources.py")
MOST_FILES, MOST_LINES = 3, 60


def printed() -> str:
    found = StringIO()
    call_command("resources_manifest", stdout=found)
    return found.getvalue()


def test_the_committed_manifest_is_what_the_declarations_yield() -> None:
    if os.environ.get("UPDATE_RESOURCES"):
        COMMITTED.write_text(printed(), encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == printed()


def plain(route: str) -> str:
    """An address with `<id>` for every part that it is filled with."""
    return re.sub(r"<[^>]+>", "<id>", route)


@pytest.mark.parametrize("resource", resources(), ids=lambda each: each.key)
def test_the_manifest_names_every_page_with_the_right_that_guards_it(resource: Resource) -> None:
    told = {key.split()[-1]: right for key, right in manifest()[resource.key]["pages"].items()}
    patterns = [each for each in register_patterns(resource) if isinstance(each, URLPattern)]
    guarded = {plain(str(each.pattern)): str(requirement_of(each.callback).right) for each in patterns}
    assert {route: told[route] for route in guarded} == guarded
    assert len(told) == len(guarded) + len(resource.also)


@pytest.mark.parametrize("resource", resources(), ids=lambda each: each.key)
def test_the_manifest_names_every_endpoint_with_the_right_that_guards_it(resource: Resource) -> None:
    told = manifest()[resource.key]["endpoints"]
    guarded: dict[str, str] = {}
    for each in api_patterns(resource):
        access: Any = each.callback.cls.access  # type: ignore[union-attr]  # patterns alone, and DRF's views
        for method, asked in access.items():
            guarded[f"{method} {plain(str(each.pattern))}"] = str(asked.requirement.right)
    assert told == guarded


def code_lines(path: Path) -> int:
    """Lines that somebody writes for a register: without blank ones, docstrings and imports."""
    source = path.read_text(encoding="utf-8")
    left_out: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.stmt) and (is_text or isinstance(node, ast.Import | ast.ImportFrom)):
            left_out.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(source.splitlines(), 1)
    return sum(bool(line.strip()) and number not in left_out for number, line in lines)


def test_the_simplest_register_costs_three_files_and_sixty_lines_at_most() -> None:
    entry = manifest()["decisions"]
    assert len(entry["pages"]) >= 8
    assert len(entry["endpoints"]) >= 9
    costs = {name: code_lines(ROOT / name) for name in SIMPLE[::2]}
    assert len(SIMPLE) <= MOST_FILES
    assert sum(costs.values()) + 1 <= MOST_LINES, costs


def test_a_wrong_declaration_is_refused_when_it_is_imported() -> None:
    good = next(each for each in resources() if each.key == "decisions")
    for change, words in (
        ({"key": "x", "columns": ("title", "colour")}, "unknown field 'colour'"),
        ({"key": "x", "order": "reason"}, "reason does not sort"),
        ({}, "decisions is declared already"),
    ):
        with pytest.raises(DeclarationError, match=words):
            declare(replace(good, **change))
