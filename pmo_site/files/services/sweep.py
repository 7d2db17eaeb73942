"""The sweep: what expired or was deleted long ago goes, and no row or bytes stay without the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from pmo_site.files.folder import entries, path_of
from pmo_site.files.limits import DELETED_KEPT, GRACE
from pmo_site.files.models import StoredFile
from pmo_site.kernel import clock

logger = structlog.get_logger(__name__)


def files_sweep(*, organization_id: UUID) -> None:
    """Sweep the current organization's files. What an open transaction may still be writing is left alone."""
    now = clock.now()
    with transaction.atomic():
        _purge(organization_id, now)
        _mark_lost(organization_id, now)
    _remove_strays(organization_id, now)


def _purge(organization_id: UUID, now: datetime) -> None:
    """Give up the bytes of what expired, and of what was deleted so long ago that nobody brings it back.

    The row is marked first: should the bytes survive a crash in between, they are strays of the next sweep.
    """
    over = StoredFile.objects.filter(purged_at__isnull=True).filter(
        Q(expires_at__lte=now) | Q(deleted_at__lte=now - DELETED_KEPT)
    )
    purged = list(over.select_for_update(of=("self",)).values_list("pk", flat=True))
    StoredFile.objects.filter(pk__in=purged).update(purged_at=now)
    transaction.on_commit(partial(_remove, [path_of(organization_id, key) for key in purged]))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _mark_lost(organization_id: UUID, now: datetime) -> None:
    """A row whose bytes are gone no longer offers them, and the log says so."""
    rows = StoredFile.objects.filter(purged_at__isnull=True, created_at__lt=now - GRACE)
    lost = [key for key in rows.values_list("pk", flat=True) if not path_of(organization_id, key).exists()]
    for key in lost:
        logger.error("the bytes of a file are gone", file=str(key))
    StoredFile.objects.filter(pk__in=lost).update(deleted_at=now, purged_at=now)


def _remove_strays(organization_id: UUID, now: datetime) -> None:
    """Bytes without a row: a transaction was rolled back, or a process died while it wrote."""
    before = (now - GRACE).timestamp()
    old = {path.name: path for path, written in entries(organization_id) if written < before}
    rows = StoredFile.objects.exclude(purged_at__lt=now)  # what this sweep purged goes when that is committed
    kept = {str(key) for key in rows.values_list("pk", flat=True)}
    _remove(path for name, path in old.items() if name not in kept)
