"""A request that brings more than any form of ours takes is refused before its body is read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from pmo_site.files.limits import FILE_BYTES

REQUEST_BYTES = FILE_BYTES + 2 * 1024 * 1024
"""One file, and the fields around it."""


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and lets everything through to them that is not too much."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401, ARG002  Django's signature
        META: dict[str, Any],  # noqa: ARG002, N803  the same
        content_length: int,
        boundary: Any,  # noqa: ANN401, ARG002  the same
        encoding: str | None = None,  # noqa: ARG002  the same
    ) -> None:
        """Refuse by the announced length; a body never holds more than was announced."""
        if content_length > REQUEST_BYTES:
            raise RequestDataTooBig("The request brings more than one file may have.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's signature
        """Pass on what comes."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""
