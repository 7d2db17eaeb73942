"""A page's form filled again with what was typed: the page's own markup, changed at its controls and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

from django.utils.html import escape

Attributes = dict[str, str | None]
_PRESSED: Final = frozenset({"submit", "button", "image", "reset"})
_LEFT: Final = frozenset({"file", "password"})
_OWN: Final = frozenset({"csrfmiddlewaretoken", "typed_by"})
"""What a page makes anew for each form."""


@dataclass(slots=True)
class _Control:
    """An input, a text area or an option, where it stands, and the form that it belongs to."""

    tag: str
    attributes: Attributes
    start: int
    end: int
    form: int | None
    name: str
    is_multiple: bool = False
    closes_at: int = 0

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


@dataclass(slots=True)
class _Form:
    """A form, where it stands, and the closed details around it."""

    attributes: Attributes
    start: int
    folds: tuple[tuple[int, int], ...]
    names: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Finds the forms of a page and their controls by their places in the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self.controls: list[_Control] = []
        self._lines = [0]
        self._open: int | None = None
        self._folds: list[tuple[int, int] | None] = []
        self._select: _Control | None = None
        self._text: _Control | None = None
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start, attributes = self._place(), dict(attrs)
        end = start + len(self.get_starttag_text() or "")
        if tag == "form":
            self._open = len(self.forms)
            self.forms.append(_Form(attributes, start, tuple(each for each in self._folds if each)))
        elif tag == "details":
            self._folds.append(None if "open" in attributes else (start, end))
        elif tag in {"input", "textarea", "select", "option", "button"}:
            self._take(tag, attributes, start, end)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "details" and self._folds:
            self._folds.pop()
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text:
            self._text.closes_at, self._text = self._place(), None

    def _take(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        owner = self._select if tag == "option" else None
        named = attributes if owner is None else owner.attributes
        control = _Control(tag, attributes, start, end, self._open, named.get("name") or "", "multiple" in named)
        self.controls.append(control)
        if tag == "select":
            self._select = control
        elif tag == "textarea":
            self._text = control

    def owned(self) -> None:
        """Give each control to its form: the one it names, else the one around it."""
        by_id = {form.attributes.get("id"): number for number, form in enumerate(self.forms)}
        for control in self.controls:
            if control.attributes.get("form"):
                control.form = by_id.get(control.attributes["form"])
            if control.form is not None and control.name:
                self.forms[control.form].names.add(control.name)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def refilled(page: str, *, url: str, address: str, values: Mapping[str, Sequence[str]], before: str = "") -> str | None:
    """The page with the form for an address filled; None where no form of it takes everything.

    Hidden fields are filled as well, so that a record changed meanwhile is still told from the one that was read.
    `before` is put in front of the form, and what was folded around it is opened.
    """
    reader = _Reader(page)
    reader.owned()
    wanted = {name for name, given in values.items() if any(given)}
    found = next(
        (
            number
            for number, form in enumerate(reader.forms)
            if (form.attributes.get("method") or "").lower() == "post"
            and urljoin(url, form.attributes.get("action") or url) == address
            and wanted <= form.names
        ),
        None,
    )
    if found is None:
        return None
    form = reader.forms[found]
    edits = [(start, end, page[start : end - 1] + " open>") for start, end in form.folds]
    edits.append((form.start, form.start, before))
    edits += _edits([each for each in reader.controls if each.form == found], values)
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _edits(controls: Sequence[_Control], values: Mapping[str, Sequence[str]]) -> list[tuple[int, int, str]]:
    """What stands at each control afterwards; several of one name take their values in turn."""
    edits: list[tuple[int, int, str]] = []
    taken: dict[str, int] = {}
    for control in controls:
        if not control.name or control.name in _OWN or control.kind in _LEFT | _PRESSED | {"button", "select"}:
            continue
        given = values.get(control.name, ())
        if control.kind in {"checkbox", "radio"}:
            edits.append(_marked(control, "checked", is_on=(control.attributes.get("value") or "on") in given))
        elif control.tag == "option":
            edits.append(_marked(control, "selected", is_on=(control.attributes.get("value") or "") in given))
        elif taken.get(control.name, 0) < len(given):
            edits.append(_typed(control, given[taken.get(control.name, 0)]))
            taken[control.name] = taken.get(control.name, 0) + 1
    return edits


def _marked(control: _Control, mark: str, *, is_on: bool) -> tuple[int, int, str]:
    attributes = {name: value for name, value in control.attributes.items() if name != mark}
    return control.start, control.end, _tag(control.tag, attributes | ({mark: None} if is_on else {}))


def _typed(control: _Control, text: str) -> tuple[int, int, str]:
    if control.tag == "textarea":
        return control.end, control.closes_at, "\n" + escape(text)
    attributes = control.attributes | {"value": text}
    if control.kind == "date" and not _is_day(text):
        attributes["type"] = "text"  # a native field would show nothing for it
    return control.start, control.end, _tag(control.tag, attributes)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return not text
    return True


def _tag(tag: str, attributes: Attributes) -> str:
    written = (name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{' '.join((tag, *written))}>"
