"""The audit log as a file: made at once, or by a worker in portions, so that a long log needs no more memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pmo_site.accounts.policy import Actor, may
from pmo_site.accounts.rights import Right
from pmo_site.console.events import Line, lines_of
from pmo_site.console.page_files import audit_file
from pmo_site.console.selectors.audit import Narrowing, audit_page
from pmo_site.resources.exporting import ExportFile, ExportSource, Tell
from pmo_site.resources.page_files import file_made

AUDIT = "audit"
PORTION = 1_000


def query_of(narrowing: Narrowing) -> dict[str, str]:
    """What was asked for, as a run keeps it."""
    told = {
        "kind": narrowing.kind,
        "action": narrowing.action,
        "user": narrowing.user_id,
        "record": narrowing.record_id,
        "since": narrowing.since and narrowing.since.isoformat(),
        "until": narrowing.until and narrowing.until.isoformat(),
    }
    return {name: str(value) for name, value in told.items() if value}


def _narrowing(query: Mapping[str, str]) -> Narrowing:
    user, since, until = (query.get(name) for name in ("user", "since", "until"))
    return Narrowing(
        kind=query.get("kind", ""),
        action=query.get("action", ""),
        user_id=UUID(user) if user else None,
        record_id=query.get("record", ""),
        since=datetime.fromisoformat(since) if since else None,
        until=datetime.fromisoformat(until) if until else None,
    )


def _make(actor: Actor, query: Mapping[str, str], form: str, tell: Tell) -> ExportFile | None:
    """The whole log as its reader may see it now."""
    if not may(actor, Right.AUDIT_VIEW):
        return None
    return file_made(audit_file(_lines(actor, _narrowing(query), tell)), form, actor.today)


def _lines(actor: Actor, narrowing: Narrowing, tell: Tell) -> Iterator[Line]:
    after, done = "", 0
    while True:
        events, after = audit_page(actor, narrowing, after=after, size=PORTION)
        yield from lines_of(events)
        done += len(events)
        tell(done, done + PORTION if after else done)  # how long the log is, is known at its end
        if not after:
            return


audit_log = ExportSource(_("Audit log"), "console:audit", _make)
