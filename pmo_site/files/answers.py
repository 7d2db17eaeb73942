"""A file as an answer: always saved, never shown, whatever it holds."""

from __future__ import annotations

from typing import BinaryIO, Final

from django.http import FileResponse

from pmo_site.files.models import StoredFile

DOWNLOAD_POLICY: Final = "default-src 'none'; sandbox"
"""Stricter than the pages' policy: were a browser to show the file after all, nothing in it runs or loads."""


def file_answer(file: StoredFile, content: BinaryIO) -> FileResponse:
    """The file under its own name; it was opened inside the request's transaction and is streamed after it."""
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.content_type)
    answer.headers["Content-Length"] = str(file.size)
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer
