"""docs/mission.csv names real tests: what it says is proved can be run."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.meta.sources import ROOT

FILE = ROOT / "docs" / "mission.csv"
ROW = re.compile(r"S\d+-[A-Z]?\d+")


def proofs() -> list[tuple[str, str]]:
    """Every row of the mission with a test that proves it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [(line["row"], line["test"]) for line in csv.DictReader(file)]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Names of the tests that a module holds; none where there is no such module."""
    if not path.is_file():
        return frozenset()
    found = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def faults(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines that name no row, or a test that does not exist, or that stand there twice."""
    seen: set[tuple[str, str]] = set()
    for row, test in lines:
        module, _, name = test.partition("::")
        if not ROW.fullmatch(row):
            yield f"{row}: not a row of the mission"
        if name not in names_in(ROOT / module):
            yield f"{row}: {test} does not exist"
        if (row, test) in seen:
            yield f"{row}: {test} stands twice"
        seen.add((row, test))


def test_every_test_that_the_mission_names_exists() -> None:
    lines = proofs()
    assert lines
    assert list(faults(lines)) == []


def test_a_line_without_its_test_is_found() -> None:
    here = "tests/meta/test_mission.py"
    wrong = [
        ("S0-01", f"{here}::test_of_nothing"),
        ("S0-01", "tests/meta/test_nowhere.py::test_x"),
        ("S0-01", f"{here}::proofs"),
        ("mission", f"{here}::test_a_line_without_its_test_is_found"),
    ]
    right = ("S3-N3", f"{here}::test_a_line_without_its_test_is_found")
    assert len(list(faults(wrong))) == len(wrong)
    assert list(faults([right])) == []
    assert len(list(faults([right, right]))) == 1
