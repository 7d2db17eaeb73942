"""Texts to translate: found in the sources, compared with the catalog. Used by `script/messages` and a test."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings

FOLDERS: Final = ("pmo_site", "standards", "projects", "support_office", "portfolio", "templates")
KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER: Final = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")
HEADER: Final = """# Japanese texts of Rashinban, sorted by msgid; script/messages keeps the list.
msgid ""
msgstr ""
"Language: ja\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text as written in the sources, with its plural and its context where it has them."""

    msgid: str
    plural: str = ""
    context: str = ""


def catalog_path(root: Path) -> Path:
    """Where the Japanese catalog lies."""
    return root / "pmo_site" / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def source_messages(root: Path) -> frozenset[Text]:
    """Every text of the sources."""
    found: set[Text] = set()
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py":
                found.update(_texts(path.read_bytes(), _aliases(path.read_bytes())))
            elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
                found.update(template_texts(path.read_text(encoding="utf-8"), str(path)))
    return frozenset(found)


def template_texts(source: str, origin: str = "template") -> frozenset[Text]:
    """Every text of one template, found by the way Django itself turns templates into calls."""
    if not settings.configured:
        settings.configure()
        django.setup()
    from django.utils.translation.template import templatize  # noqa: PLC0415  needs settings

    calls = " ".join(templatize(source, origin=origin).split("\n"))
    return frozenset(_texts(calls.encode()))


def _aliases(source: bytes) -> dict[str, Any]:
    """Other names that a module gives to the functions of translation (`gettext_lazy as lazy`)."""
    return {
        name.asname: KEYWORDS[name.name]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.name in KEYWORDS
    }


def _texts(source: bytes, aliases: dict[str, Any] | None = None) -> Iterator[Text]:
    keywords = {**KEYWORDS, **(aliases or {})}
    for _line, message, _comments, context in extract("python", io.BytesIO(source), keywords=keywords):
        ids = message if isinstance(message, tuple) else (message,)
        if ids[0]:
            yield Text(str(ids[0]), str(ids[1]) if len(ids) > 1 and ids[1] else "", context or "")


def read_catalog(path: Path) -> Catalog:
    """The catalog, or an empty one."""
    if not path.exists():
        return Catalog(locale="ja")
    with path.open("rb") as file:
        return read_po(file, locale="ja")


def update(catalog: Catalog, wanted: Iterable[Text]) -> Catalog:
    """A new catalog with exactly the wanted texts, keeping the translations that exist."""
    fresh = Catalog(locale="ja", fuzzy=False)
    for text in sorted(wanted):
        known = catalog.get(text.msgid, text.context or None)
        ids = (text.msgid, text.plural) if text.plural else text.msgid
        translated: Any = known.string if known else ""
        if text.plural and isinstance(translated, str):
            translated = (translated,)
        fresh.add(ids, translated, context=text.context or None, flags=("python-format",) if "%(" in text.msgid else ())
    return fresh


def write_catalog(path: Path, catalog: Catalog) -> None:
    """Write the catalog sorted by msgid, without line numbers, so that merges stay small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalog, sort_output=True, no_location=True, omit_header=True, width=110)


def problems(catalog: Catalog, wanted: Iterable[Text]) -> list[str]:
    """What keeps the catalog from being complete, one line each."""
    texts = set(wanted)
    found: list[str] = []
    for text in sorted(texts):
        entry = catalog.get(text.msgid, text.context or None)
        if entry is None:
            found.append(f"missing: {text.msgid}")
        elif not _translated(entry):
            found.append(f"untranslated: {text.msgid}")
    keys = {(text.msgid, text.context) for text in texts}
    for entry in catalog:
        msgid = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
        if not msgid:
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {msgid}")
        if (msgid, entry.context or "") not in keys:
            found.append(f"no longer used: {msgid}")
        found += [f"wrong: {msgid}: {error}" for error in _mistakes(entry, msgid)]
    return found + [f"obsolete: {key}" for key in catalog.obsolete]


def _mistakes(entry: Message, msgid: str) -> list[str]:
    """Placeholders that a translation lost or invented."""
    wanted = set(_PLACEHOLDER.findall(msgid))
    strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return [
        f"placeholders differ in {text!r}"
        for text in strings
        if text and set(_PLACEHOLDER.findall(str(text))) != wanted
    ]


def _translated(entry: Message) -> bool:
    strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return all(str(each).strip() for each in strings)
