"""Which kinds of file are taken, told by their first bytes; what a browser says about them is not heard."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

HEAD: Final = 4096
ARCHIVE_PARTS: Final = 10_000
"""A workbook or archive with more parts is refused."""

Probe = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the type it is served as, and whether some bytes are one."""

    content_type: str
    fits: Probe


def _starts(*marks: bytes) -> Probe:
    return lambda content: content.startswith(marks)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _parts(content: bytes) -> frozenset[str]:
    """Names of an archive's parts; empty for what is no archive, is broken or has too many."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()
    return frozenset(names) if len(names) <= ARCHIVE_PARTS else frozenset()


def _office(folder: str) -> Probe:
    """An Office Open XML file of one program; macros stand in a part of their own and are refused."""

    def fits(content: bytes) -> bool:
        parts = _parts(content)
        has_macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
        return "[Content_Types].xml" in parts and any(part.startswith(folder) for part in parts) and not has_macros

    return fits


def _open_document(kind: str) -> Probe:
    mark = f"mimetypeapplication/vnd.oasis.opendocument.{kind}".encode()
    return lambda content: content.startswith(b"PK\x03\x04") and mark in content[:256]


def _is_archive(content: bytes) -> bool:
    return content.startswith(b"PK\x05\x06") or bool(_parts(content))


_ACTIVE: Final = re.compile(rb"\s*(<!doctype\s+html|<(html|head|body|script|svg|iframe)|<\?|#!)", re.IGNORECASE)
_ENCODINGS: Final = ("utf-8", "cp932")


def _is_text(content: bytes) -> bool:
    """Text in an encoding of the field, that no reader takes for a page or a script."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    if _ACTIVE.match(bare[:HEAD]):
        return False
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(content, "utf-16") and not _ACTIVE.match(content.decode("utf-16")[:HEAD].encode())
    return b"\x00" not in content and any(_decodes(content, encoding) for encoding in _ENCODINGS)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_mail(content: bytes) -> bool:
    return bool(re.match(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t\r\n]", content)) and b"\x00" not in content[:HEAD]


_OLE: Final = _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."

KINDS: Final[Mapping[str, Kind]] = {
    ".pdf": Kind("application/pdf", _is_pdf),
    ".png": Kind("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".jpg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".gif": Kind("image/gif", _starts(b"GIF87a", b"GIF89a")),
    ".webp": Kind("image/webp", _is_webp),
    ".docx": Kind(f"{_OOXML}wordprocessingml.document", _office("word/")),
    ".xlsx": Kind(f"{_OOXML}spreadsheetml.sheet", _office("xl/")),
    ".pptx": Kind(f"{_OOXML}presentationml.presentation", _office("ppt/")),
    ".odt": Kind(f"{_ODF}text", _open_document("text")),
    ".ods": Kind(f"{_ODF}spreadsheet", _open_document("spreadsheet")),
    ".odp": Kind(f"{_ODF}presentation", _open_document("presentation")),
    ".doc": Kind("application/msword", _OLE),
    ".xls": Kind("application/vnd.ms-excel", _OLE),
    ".ppt": Kind("application/vnd.ms-powerpoint", _OLE),
    ".msg": Kind("application/vnd.ms-outlook", _OLE),
    ".eml": Kind("message/rfc822", _is_mail),
    ".txt": Kind("text/plain", _is_text),
    ".csv": Kind("text/csv", _is_text),
    ".zip": Kind("application/zip", _is_archive),
}
"""Kinds by the ending of the name. Pages, pictures with scripts, macros and programs are not among them."""


def content_type_of(ending: str, content: bytes) -> str | None:
    """The type of a file whose bytes are what its ending says; None where they are not, or the ending is unknown."""
    kind = KINDS.get(ending)
    return kind.content_type if kind is not None and kind.fits(content) else None
