"""docs/faults.csv says which faults and attacks are tried: each has its test, and each mark of a test its line."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from pathlib import Path

from tests.meta.sources import ROOT

FILE = ROOT / "docs" / "faults.csv"
STATES = {"held", "in part", "later"}


def lines() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marks_in(source: str) -> Iterator[str]:
    """The cases that the tests of a module name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.fault":
            yield from (str(ast.literal_eval(each)) for each in node.args)


def tried() -> set[str]:
    """Cases that a test or a script of faults tries."""
    tests = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    scripts = {path.stem.upper() for path in Path(ROOT / "script" / "faults").glob("[a-z][0-9][0-9].py")}
    return {case for source in tests for case in marks_in(source)} | scripts


def test_every_case_is_tried_or_says_why_not() -> None:
    found = lines()
    assert {line["state"] for line in found} <= STATES
    assert len({line["case"] for line in found}) == len(found)
    assert {line["case"] for line in found if line["state"] != "later"} == tried()
    assert [line["case"] for line in found if line["state"] != "held" and not line["note"]] == []


def test_a_mark_is_found_in_a_module() -> None:
    source = (
        '@pytest.mark.fault("T01", "Z01")\ndef test_x():\n    pass\n\n\n@pytest.mark.browser\ndef test_y():\n    pass\n'
    )
    assert list(marks_in(source)) == ["T01", "Z01"]
