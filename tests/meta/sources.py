"""The product's modules as syntax trees, and what the rules of the house find wrong in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOTS = ("pmo_site", "standards", "projects", "support_office", "portfolio")
MODULE_LINES, FUNCTION_LINES = 300, 40
GRAB_BAGS = {"utils", "helpers", "common"}
_WRITES = re.compile(r"save|create|update|delete|get_or_create|update_or_create|bulk_\w+")
_NO_RECORDS = {"found", "values", "digest", "settled", "circular", "environ", "tags", "filters", "data", "known"}
"""Names of sets, mappings and hashes that are updated; they are no records."""
_IGNORE = re.compile(r"# type: ignore(?!\[[\w-]+(?:, ?[\w-]+)*\]  # \S)")
_QUIET = re.compile(r"# noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)*  \S)")
_WORDS = re.compile(r"\b(?:_|lazy|n?p?gettext(?:_lazy)?)\(\s*f[\"']")
_SIGNAL = re.compile(r"^@receiver\b|\b(?:signals?|post_(?!migrate\b)\w+|pre_\w+|user_\w+|request_\w+)\.connect\(")


@dataclass(frozen=True)
class Module:
    """One module of the product."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """Its path from the root."""
        return str(self.path.relative_to(ROOT)) if self.path.is_relative_to(ROOT) else str(self.path)

    @property
    def words(self) -> set[str]:
        """The names of its folders and its own."""
        return {*Path(self.name).parts[:-1], self.path.stem}

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    def lines(self, pattern: re.Pattern[str]) -> Iterator[str]:
        """Places of the lines that a pattern finds."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if pattern.search(line):
                yield f"{self.name}:{number}"


def modules() -> list[Module]:
    """Every module of the product but migrations."""
    paths = [path for root in ROOTS for path in sorted((ROOT / root).rglob("*.py")) if "migrations" not in path.parts]
    return [Module(path, path.read_text(encoding="utf-8")) for path in paths]


def _functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def too_long(module: Module) -> Iterator[str]:
    """Modules and functions beyond their limits."""
    length = len(module.text.splitlines())
    if length > MODULE_LINES:
        yield f"{module.name}: {length} lines"
    for node in _functions(module):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{module.name}:{node.name}: {lines} lines"


def grab_bag(module: Module) -> Iterator[str]:
    """Modules named for nothing in particular."""
    if module.words & GRAB_BAGS:
        yield module.name


def inner_imports(module: Module) -> Iterator[str]:
    """Imports of ours inside a function: they hide a direction that the contracts would refuse."""
    for function in _functions(module):
        for node in ast.walk(function):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "."]
            if any(name.split(".")[0] in (*ROOTS, "") for name in names):
                yield f"{module.name}:{node.lineno}"  # type: ignore[attr-defined]  # an import has its line


def writes_outside_services(module: Module) -> Iterator[str]:
    """Saves, creations, changes and deletions that stand in no service."""
    if "services" in module.words or "domain" in module.words or "kernel" in module.words:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _WRITES.fullmatch(node.func.attr):
            called = ast.unparse(node.func)
            receiver = re.split(r"[.(\[]", called.rpartition(".")[0])
            if not _NO_RECORDS & set(receiver):
                yield f"{module.name}:{called}"


def queries_in_faces(module: Module) -> Iterator[str]:
    """Managers used where only selectors and services belong."""
    is_face = module.words & {"api", "forms", "views", "tasks"} and not module.words & {
        "services",
        "selectors",
        "models",
    }
    if not is_face:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            yield f"{module.name}:{node.lineno}"


def signals(module: Module) -> Iterator[str]:
    """Rules that hide in signals."""
    yield from module.lines(_SIGNAL)


def silent_ignores(module: Module) -> Iterator[str]:
    """Exemptions from the checkers without a code and a reason."""
    yield from module.lines(_IGNORE)
    yield from module.lines(_QUIET)


def formatted_messages(module: Module) -> Iterator[str]:
    """Messages that no catalog can hold, because they are put together before they are looked up."""
    yield from (f"{module.name}:{found.start()}" for found in _WORDS.finditer(module.text))


RULES = (
    too_long,
    grab_bag,
    inner_imports,
    queries_in_faces,
    signals,
    silent_ignores,
    formatted_messages,
)
