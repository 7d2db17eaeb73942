"""Writes of the health policy: a new version each time, never a change of an old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction

from pmo_site.accounts.policy import Actor, require
from pmo_site.accounts.rights import Right
from pmo_site.jobs.outbox import ask
from pmo_site.kernel.conflicts import FieldProblem, RuleError, StaleError
from portfolio.domain.health import HealthPolicy
from portfolio.models import HealthPolicyVersion
from portfolio.selectors.policy import newest_number

HEALTH_TASK = "portfolio.compute_health_for"


@dataclass(frozen=True, slots=True)
class Saving:
    """How a draft is to stand: from which day, why, after which version, and whose rules it takes up again."""

    valid_from: date
    reason: str
    after: int
    restores: int | None = None


def policy_save(*, actor: Actor, draft: HealthPolicy, saving: Saving) -> HealthPolicyVersion:
    """Store a draft as the next version and ask for every light anew; StaleError where somebody saved before.

    A version is valid from today or later: what was judged before stays as it was judged.
    """
    require(actor, Right.HEALTH_POLICY_CHANGE)
    broken = list(_problems(actor, saving))
    if broken:
        raise RuleError(broken)
    newest = newest_number()
    if saving.after != newest:
        raise StaleError(newest)
    version = _version(actor, replace(draft, version=newest + 1), saving)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
            _ask_for_health(actor, version)
    except IntegrityError as error:
        raise StaleError(newest_number()) from error
    return version


def _problems(actor: Actor, saving: Saving) -> Iterator[FieldProblem]:
    if not saving.reason.strip():
        yield FieldProblem("reason", "reason_missing")
    if saving.valid_from < actor.today:
        yield FieldProblem("valid_from", "in_past")


def _version(actor: Actor, policy: HealthPolicy, saving: Saving) -> HealthPolicyVersion:
    return HealthPolicyVersion(
        number=policy.version,
        name=policy.name,
        valid_from=saving.valid_from,
        author_id=actor.person_id,
        reason=saving.reason.strip(),
        rules=policy.as_json(),
        restores=saving.restores,
    )


def _ask_for_health(actor: Actor, version: HealthPolicyVersion) -> None:
    if version.valid_from <= actor.today:
        arguments = {"day": actor.today.isoformat(), "occasion": f"policy-{version.number}", "trigger": "policy"}
        ask(HEALTH_TASK, organization_id=actor.organization_id, **arguments)
