"""How a person wants to be told: each changes their own alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.services.revising import revise_checked
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.notifications.models import NoticePreferences
from pmo_site.notifications.registry import notice_kinds


@transaction.atomic
def preferences_revise(*, actor: Actor, version: int, values: Mapping[str, Any]) -> NoticePreferences:
    """Change some of the actor's own preferences; refused where they were changed elsewhere meanwhile."""
    if actor.person_id is None:
        raise PermissionDenied("Only a person has preferences.")
    stands, _created = NoticePreferences.objects.get_or_create(
        person_id=actor.person_id, defaults={"id": actor.person_id}
    )
    wanted = {
        "quiet_from": stands.quiet_from,
        "quiet_until": stands.quiet_until,
        "muted": stands.muted,
        **values,
    }
    _check(wanted)
    return revise_checked(stands, version=version, values={**values, "muted": sorted(set(wanted["muted"]))})


def _check(wanted: Mapping[str, Any]) -> None:
    """Quiet hours have both ends and are not empty; only what may be muted is muted."""
    start, end = wanted["quiet_from"], wanted["quiet_until"]
    problems = []
    if (start is None) != (end is None):
        problems.append(FieldProblem("quiet_until" if end is None else "quiet_from", "quiet_incomplete"))
    elif start is not None and start == end:
        problems.append(FieldProblem("quiet_until", "quiet_empty"))
    mutable = {kind.key for kind in notice_kinds() if kind.is_mutable}
    if not set(wanted["muted"]) <= mutable:
        problems.append(FieldProblem("muted", "not_mutable"))
    if problems:
        raise RuleError(problems)
