"""How large files may be and how long they are kept; docs/limits.json says the same."""

from __future__ import annotations

from datetime import timedelta

FILE_BYTES = 25 * 1024 * 1024
"""A file that people bring; exports, which the product itself makes, know no limit but the quota."""
NAME_CHARACTERS = 200
EXPORT_HOURS = 24
DELETED_KEPT = timedelta(days=7)
"""So long a deleted file can be brought back; then its bytes go."""
GRACE = timedelta(hours=1)
"""Bytes and rows younger than this may belong to a transaction that is still open: the sweep leaves them alone."""
