"""The record of what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from pmo_site.accounts.models import Denial
from pmo_site.tenancy.context import tenant

PATH_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Attempt:
    """A refused request: who, what, and the id that its answer carried."""

    user_id: UUID
    method: str
    path: str
    status: int
    request_id: str


def denial_record(*, organization_id: UUID, attempt: Attempt) -> None:
    """Record a refused attempt in a transaction of its own: the refused request's one may be rolled back.

    Not PostgreSQL's text: NUL bytes are shown as the replacement character.
    """
    with tenant(organization_id, user_id=attempt.user_id):
        Denial.objects.create(
            user_id=attempt.user_id,
            method=attempt.method[:10],
            path=attempt.path.replace("\x00", "\ufffd")[:PATH_LENGTH],
            status=attempt.status,
            request_id=attempt.request_id[:40],
        )
