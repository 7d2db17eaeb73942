"""Raising, triage and conversion over the API: the same selectors and services as their pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import Finder
from pmo_site.accounts.services.acts import act_keep
from pmo_site.api.endpoints import ApiRequest, ApiView, created, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, lists, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe
from projects.views.parts import find_project
from support_office.api.log_shapes import (
    EntryActionWrite,
    EntryRead,
    EntryReturnWrite,
    FinishWrite,
    MergeWrite,
    QueueRead,
    RaiseWrite,
    entry_body,
    entry_link,
)
from support_office.models import Issue, Risk
from support_office.selectors.logs import raised_entries
from support_office.services.action import action_finish, action_make, action_reopen
from support_office.services.conversion import risk_convert
from support_office.services.triage import entry_accept, entry_merge, entry_raise, entry_return
from support_office.services.undoing import TRIAGED, triage_facts
from support_office.views.log_parts import find_action, find_issue, find_risk

_SEES, _KEEPS = Right.PROJECT_VIEW, Right.RISK_CHANGE
_TAG = "triage"


@declares(POST=needs(Right.RISK_RAISE, of=find_project, sees=_SEES))
class Raise(ApiView):
    """Raise a risk or an issue."""

    @describe(
        "entry_raise", _("Raise a risk or an issue"), tag=_TAG, body=RaiseWrite, answer=EntryRead, status=201,
        posts=True,
    )  # fmt: skip
    @idempotent
    def post(self, request: ApiRequest, slug: str, project_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Store it for the project's triage."""
        query_of(request)
        values = values_of(request, RaiseWrite)
        kind: type[Risk | Issue] = Issue if values.pop("kind") == "issue" else Risk
        entry = entry_raise(actor=request.actor, project=self.record, kind=kind, **values)
        return created(entry, entry_body(entry), entry_link(entry, slug))


@declares(GET=lists(_KEEPS))
class Queue(ApiView):
    """What waits for the caller's triage."""

    @describe("triage_list", _("List what waits for triage"), tag=_TAG, answer=QueueRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """The oldest first."""
        query_of(request)
        return Response({"items": [entry_body(entry) for entry in raised_entries(request.actor)]})


@declares(POST=needs(_KEEPS, of=find_risk, sees=_SEES))
class Convert(ApiView):
    """A risk has occurred."""

    @describe("risk_convert", _("Turn a risk into an issue"), tag="risks", answer=EntryRead, versioned=True, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, risk_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Make the issue, or answer the one that was made; deleting it undoes the step."""
        no_values(request)
        version = expected_version(request, self.record)
        issue, _made = risk_convert(actor=request.actor, risk=self.record, version=version)
        return detail(request, issue, entry_body(issue))


@declares(POST=needs(Right.ACTION_FINISH, of=find_action, sees=_SEES))
class Finish(ApiView):
    """An action is done."""

    @describe(
        "action_finish", _("Finish an action"), tag="actions", body=FinishWrite, answer=EntryRead, versioned=True,
        posts=True,
    )  # fmt: skip
    @idempotent
    def post(self, request: ApiRequest, slug: str, action_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Store what came of it; who answers for the action needs no right to keep the log."""
        query_of(request)
        version, values = expected_version(request, self.record), values_of(request, FinishWrite)
        done = action_finish(actor=request.actor, action=self.record, version=version, result=values["result"])
        return detail(request, done, entry_body(done))


@declares(POST=needs(Right.ACTION_FINISH, of=find_action, sees=_SEES))
class Reopen(ApiView):
    """An action is not done after all."""

    @describe(
        "action_reopen", _("Take back that an action is done"), tag="actions", answer=EntryRead, versioned=True,
        posts=True,
    )  # fmt: skip
    @idempotent
    def post(self, request: ApiRequest, slug: str, action_id: UUID) -> Response:  # noqa: ARG002  the declaration found it
        """Let it stand as before it was done."""
        no_values(request)
        version = expected_version(request, self.record)
        done = action_reopen(actor=request.actor, action=self.record, version=version)
        return detail(request, done, entry_body(done))


def deed_endpoints(name: str, find: Finder) -> dict[str, type[ApiView]]:
    """Accept, return, merge and act for one kind of entry."""
    asks = needs(_KEEPS, of=find, sees=_SEES)
    found: dict[str, Any] = {
        "accept": _accepting(name),
        "return": _returning(name),
        "merge": _merging(name),
        "act": _acting(name),
    }
    for deed, view in found.items():
        view.__name__ = view.__qualname__ = f"{name.title()}{deed.title()}"
        view.__doc__ = f"{deed.title()} of one {name}."
        found[deed] = declares(POST=asks)(view)
    return found


def _keep(request: ApiRequest, entry: Risk | Issue) -> None:
    """Remember a triage for who decided it, as its page does."""
    act_keep(actor=request.actor, kind=TRIAGED, facts=triage_facts(entry, version=entry.version))


def _accepting(name: str) -> type[ApiView]:
    class Accept(ApiView):
        @describe(f"{name}_accept", _("Accept"), tag=f"{name}s", answer=EntryRead, versioned=True, posts=True)
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the declaration found it
            no_values(request)
            version = expected_version(request, self.record)
            done = entry_accept(actor=request.actor, entry=self.record, version=version)
            _keep(request, done)
            return detail(request, done, entry_body(done))

    return Accept


def _returning(name: str) -> type[ApiView]:
    class Return(ApiView):
        @describe(
            f"{name}_return", _("Return"), tag=f"{name}s", body=EntryReturnWrite, answer=EntryRead, versioned=True,
            posts=True,
        )  # fmt: skip
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the same
            query_of(request)
            version, values = expected_version(request, self.record), values_of(request, EntryReturnWrite)
            done = entry_return(actor=request.actor, entry=self.record, version=version, reason=values["reason"])
            _keep(request, done)
            return detail(request, done, entry_body(done))

    return Return


def _merging(name: str) -> type[ApiView]:
    class Merge(ApiView):
        @describe(
            f"{name}_merge", _("Merge"), tag=f"{name}s", body=MergeWrite, answer=EntryRead, versioned=True, posts=True
        )
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the same
            query_of(request)
            version, values = expected_version(request, self.record), values_of(request, MergeWrite)
            done = entry_merge(actor=request.actor, entry=self.record, version=version, into=values["into_id"])
            _keep(request, done)
            return detail(request, done, entry_body(done))

    return Merge


def _acting(name: str) -> type[ApiView]:
    words = _("Make an action")

    class Act(ApiView):
        @describe(f"{name}_act", words, tag=f"{name}s", body=EntryActionWrite, answer=EntryRead, status=201, posts=True)
        @idempotent
        def post(self, request: ApiRequest, slug: str, **parts: object) -> Response:  # noqa: ARG002  the same
            query_of(request)
            values = values_of(request, EntryActionWrite)
            action, _made = action_make(actor=request.actor, source=self.record, values=values)
            return created(action, entry_body(action), entry_link(action, slug))

    return Act


RISK_DEEDS = deed_endpoints("risk", find_risk)
ISSUE_DEEDS = deed_endpoints("issue", find_issue)
