"""Files that organizations keep."""

from __future__ import annotations

from pathlib import Path

from pmo_site.settings import environment
from pmo_site.settings.site import BASE_DIR, LOCAL

FILES_ROOT = Path(environment.text("FILES_ROOT", str(BASE_DIR / ".local" / "files") if LOCAL else None))
"""A folder that web and worker share; nothing in it is ever served by its path."""
FILES_QUOTA_BYTES = environment.number("FILES_QUOTA_BYTES", 5 * 1024**3)
"""What one organization may keep."""
FILE_UPLOAD_HANDLERS = [
    "pmo_site.files.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
