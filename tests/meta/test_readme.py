"""What the handbook tells people to type can be typed: programs, options, mappings, demo sign-ins, linked files."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandParser

from pmo_site.exchange.guessing import Choice, guess
from pmo_site.exchange.mapping import RowMapper
from pmo_site.exchange.reading import read_table
from pmo_site.pages.demo.cast import CAST, DEMO_PASSWORD
from pmo_site.pages.services.demo import HOKUTO, MINATO
from projects.import_targets import TARGETS
from projects.imports import PROJECTS
from tests.meta.sources import ROOT

PAGES = ("README.md", "docs/running.md")
COMMAND = re.compile(r"^    ((?:script/|\.venv/bin/|docker )[^#\n]*)", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^]]+\]\((?!https?:)([^)#]+)")
SIGN_IN = re.compile(r"`([\w-]+)@(?:hokuto\.example|…)`")


def text_of(page: str) -> str:
    """A page of the handbook."""
    return (ROOT / page).read_text(encoding="utf-8")


def commands() -> Iterator[str]:
    """Every command that stands on a line of its own."""
    for page in PAGES:
        yield from (found.strip() for found in COMMAND.findall(text_of(page)))


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_a_command_of_the_handbook_can_be_run_as_it_stands(command: str) -> None:
    program, *arguments = shlex.split(command)
    if program.startswith("script/"):
        assert os.access(ROOT / program, os.X_OK)
    if arguments[:1] == ["manage.py"]:
        name, *rest = arguments[1:]
        found = load_command_class(get_commands()[name], name)
        parser: CommandParser = found.create_parser("manage.py", name)
        assert parser.parse_args(rest)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_links_to_exists(page: str) -> None:
    folder = (ROOT / page).parent
    assert [target for target in LINK.findall(text_of(page)) if not Path(folder / target).exists()] == []


def test_the_sign_ins_of_the_readme_are_those_of_the_demo() -> None:
    readme = text_of("README.md")
    assert set(SIGN_IN.findall(readme)) == {person.key for person in CAST}
    assert f"`{DEMO_PASSWORD}`" in readme
    assert [demo.slug for demo in (HOKUTO, MINATO) if f"`/o/{demo.slug}/`" not in readme] == []


def test_the_list_of_the_readme_is_understood_as_it_stands() -> None:
    found = re.search(r"```csv\n(.*?)```", text_of("README.md"), re.DOTALL)
    assert found
    table = read_table(found[1].encode())
    mapped = RowMapper(PROJECTS.mapping(Choice(guess(table.header, TARGETS))))(table.rows)
    assert len(guess(table.header, TARGETS)) == len(table.header)
    assert (len(mapped.rows), mapped.rejections) == (5, ())
