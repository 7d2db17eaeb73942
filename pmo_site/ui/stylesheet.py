"""Reading of style sheets and templates: which classes exist, which are used, and what may be purged.

Used by `script/vendor-assets` to cut the vendored style sheet down, and by the tests that prove
that no template uses a class without style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS_IN_SELECTOR = re.compile(r"\.((?:\\.|[\w-])+)")
_CLASS_ATTRIBUTE = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")
_TEMPLATE_MARK = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\{[^{}]*\}", re.DOTALL)
_QUOTED_CLASS = re.compile(r"^-?[A-Za-z][\w-]*$")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_NESTED = ("@media", "@supports", "@layer", "@container")
_DROPPED = ("@charset", "@font-face", "@import")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a prelude (selector or at-rule) with declarations, or with nested rules."""

    prelude: str
    declarations: str = ""
    rules: tuple[Rule, ...] = ()


def parse(css: str) -> tuple[Rule, ...]:
    """Read a style sheet without nesting of style rules; comments are dropped."""
    return tuple(_rules(_COMMENT.sub("", css)))


def _rules(css: str) -> Iterator[Rule]:
    position = 0
    while position < len(css):
        opened = _find(css, "{;", position)
        if opened < 0:
            return
        prelude = css[position:opened].strip()
        if css[opened] == ";":
            position = opened + 1
            continue
        closed = _matching(css, opened)
        body = css[opened + 1 : closed]
        position = closed + 1
        if prelude.startswith(_NESTED):
            yield Rule(prelude, rules=tuple(_rules(body)))
        else:
            yield Rule(prelude, declarations=body.strip())


def _find(css: str, wanted: str, start: int) -> int:
    """Find the first of the wanted characters outside quotes and parentheses; -1 when there is none."""
    quote, depth = "", 0
    for index in range(start, len(css)):
        character = css[index]
        if quote:
            quote = "" if character == quote and css[index - 1] != "\\" else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif not depth and character in wanted:
            return index
    return -1


def _matching(css: str, opened: int) -> int:
    depth, position = 1, opened + 1
    while depth:
        position = _find(css, "{}", position)
        if position < 0:
            return len(css)
        depth += 1 if css[position] == "{" else -1
        position += 1
    return position - 1


def _split(text: str, separator: str) -> list[str]:
    parts, start = [], 0
    while (end := _find(text, separator, start)) >= 0:
        parts.append(text[start:end].strip())
        start = end + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def classes_defined(css: str) -> frozenset[str]:
    """Every class that a selector of the style sheet names."""
    found: set[str] = set()
    pending = list(parse(css))
    while pending:
        rule = pending.pop()
        pending.extend(rule.rules)
        if not rule.prelude.startswith("@"):
            found.update(name.replace("\\", "") for name in _CLASS_IN_SELECTOR.findall(rule.prelude))
    return frozenset(found)


def classes_used(source: str) -> frozenset[str]:
    """Every class written out in a template or in markup inside Python or JavaScript.

    A name that is put together at run time (`pm-level-{{ level }}`) is left out: its family
    must be complete in the style sheet, which a test of that component proves.
    Names inside a tag's own quotes (`{% if x %}pm-on{% endif %}`) count.
    """
    found: set[str] = set()
    for double, single in _CLASS_ATTRIBUTE.findall(_TEMPLATE_MARK.sub(_blank, source)):
        for token in (double or single).split():
            if _MARK not in token.strip(_MARK) and _QUOTED_CLASS.match(token):
                found.add(token)
    return frozenset(found)


def _blank(match: re.Match[str]) -> str:
    """Tags that only choose become blanks; printed values stay marked, so that half names are seen."""
    return " " if match.group().startswith(("{%", "{#")) else _MARK


def purge(css: str, used: Iterable[str]) -> str:
    """Keep the rules whose classes are all used, then the custom properties that these rules need."""
    kept = _keep(parse(css), frozenset(used))
    return _render(kept, _needed_variables(kept))


def _keep(rules: Iterable[Rule], used: frozenset[str]) -> tuple[Rule, ...]:
    kept: list[Rule] = []
    for rule in rules:
        if rule.rules:
            inner = _keep(rule.rules, used)
            if inner:
                kept.append(Rule(rule.prelude, rules=inner))
        elif rule.prelude.startswith(_DROPPED) or (rule.prelude.startswith("@keyframes")):
            continue
        elif rule.prelude.startswith("@"):
            kept.append(rule)
        else:
            selectors = [part for part in _split(rule.prelude, ",") if _is_used(part, used)]
            if selectors:
                kept.append(Rule(",".join(selectors), rule.declarations))
    return tuple(kept)


def _is_used(selector: str, used: frozenset[str]) -> bool:
    """Themes are ours, and no script of the vendor runs, so selectors for either go."""
    if "[data-bs-" in selector or "[data-tblr-" in selector or ":not([data-" in selector:
        return False
    outside_not = re.sub(r":not\([^)]*\)", "", selector)
    return all(name.replace("\\", "") in used for name in _CLASS_IN_SELECTOR.findall(outside_not))


def _needed_variables(rules: tuple[Rule, ...]) -> frozenset[str]:
    """Custom properties reachable from an ordinary declaration, through other custom properties."""
    values: dict[str, set[str]] = {}
    needed: set[str] = set()
    for declaration in _declarations(rules):
        name, _, value = declaration.partition(":")
        references = set(_VARIABLE.findall(value))
        if name.strip().startswith("--"):
            values.setdefault(name.strip(), set()).update(references)
        else:
            needed |= references
    pending = list(needed)
    while pending:
        for name in values.get(pending.pop(), set()) - needed:
            needed.add(name)
            pending.append(name)
    return frozenset(needed)


def _declarations(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from _split(rule.declarations, ";")
        yield from _declarations(rule.rules)


def _render(rules: Iterable[Rule], needed: frozenset[str]) -> str:
    lines: list[str] = []
    for rule in rules:
        if rule.rules:
            inner = _render(rule.rules, needed)
            if inner:
                lines.append(f"{rule.prelude}{{\n{inner}}}\n")
            continue
        kept = [
            text
            for text in _split(rule.declarations, ";")
            if not text.startswith("--") or text.partition(":")[0].strip() in needed
        ]
        if kept:
            lines.append(f"{rule.prelude}{{{';'.join(kept)}}}\n")
    return "".join(lines)
