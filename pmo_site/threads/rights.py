"""Who reads attached files: who sees the record on which they hang."""

from __future__ import annotations

from pmo_site.files.models import Purpose
from pmo_site.files.readers import register_reader
from pmo_site.threads.selectors import reads_attachment


def register() -> None:
    """Declare it; called once when the site starts."""
    register_reader(Purpose.ATTACHMENT, reads_attachment)
