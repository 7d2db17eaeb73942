"""What the pages of the logs share: finders, versions, and how a deed is told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.resources.views.problems import tell_problems
from support_office.models import Action, Issue, Risk
from support_office.models.log import LogEntry
from support_office.selectors.actions import action_get
from support_office.selectors.logs import issue_get, risk_get


def find_risk(actor: Actor, *, risk_id: UUID, **_others: object) -> Risk | None:
    """The risk that an address names, if the actor may read it."""
    return risk_get(actor, risk_id)


def find_issue(actor: Actor, *, issue_id: UUID, **_others: object) -> Issue | None:
    """The issue that an address names, if the actor may read it."""
    return issue_get(actor, issue_id)


def find_action(actor: Actor, *, action_id: UUID, **_others: object) -> Action | None:
    """The action that an address names, if the actor may read it."""
    return action_get(actor, action_id)


def slug_of(request: ActorRequest) -> str:
    """The organization as addresses name it."""
    return request.organization.slug


def entry_address(request: ActorRequest, entry: LogEntry, page: str = "detail") -> str:
    """A page of an entry."""
    kind = str(entry._meta.model_name)
    return reverse(f"{kind}s:{page}", kwargs={"slug": slug_of(request), f"{kind}_id": entry.pk})


def seen_version(request: ActorRequest, entry: LogEntry) -> int:
    """The version that the reader saw; without one it is the present one."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else entry.version  # noqa: PLR2004  fits the column


def is_done(request: ActorRequest, deed: Callable[[], object]) -> bool:
    """Try a deed and say why it is refused."""
    try:
        deed()
    except StaleError:
        messages.error(request, _("Somebody changed this meanwhile. Read it again, then decide."))
    except RuleError as error:
        tell_problems(request, error)
    else:
        return True
    return False
