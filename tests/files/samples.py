"""The least that each kind of file needs to be one."""

from __future__ import annotations

import io
import zipfile

OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
OPEN = {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def archive(*names: str, stored: tuple[str, bytes] | None = None) -> bytes:
    """A ZIP file with these parts, `stored` first and uncompressed."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as made:
        if stored:
            made.writestr(zipfile.ZipInfo(stored[0]), stored[1])
        for name in names:
            made.writestr(name, b"<x/>")
    return found.getvalue()


def office(ending: str, *more: str) -> bytes:
    """An Office Open XML file."""
    return archive("[Content_Types].xml", OFFICE[ending], *more)


SAMPLES: dict[str, bytes] = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 16,
    ".jpeg": b"\xff\xd8\xff\xe1" + b"\x00" * 16,
    ".gif": b"GIF89a" + b"\x00" * 16,
    ".webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    **{ending: office(ending) for ending in OFFICE},
    **{
        ending: archive("content.xml", stored=("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode()))
        for ending, kind in OPEN.items()
    },
    **dict.fromkeys((".doc", ".xls", ".ppt", ".msg"), OLE),
    ".eml": "From: hana@example.org\r\nSubject: 進捗\r\n\r\n本文".encode(),
    ".txt": "議事録\n".encode("cp932"),
    ".csv": "案件番号,名称\n".encode(),
    ".zip": archive("a.txt"),
}
