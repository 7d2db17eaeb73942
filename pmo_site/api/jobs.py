"""The organization's jobs over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import StrictSerializer
from pmo_site.jobs.models import Job, JobState
from pmo_site.jobs.selectors import JobNarrowing, job_get, job_list
from pmo_site.jobs.services.jobs import job_cancel, job_retry, jobs_cancel, jobs_retry
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.tenancy.keyset import Order

_TAG = "organization"


class JobQuery(PageQuery):
    """Which jobs are asked for."""

    state = serializers.ChoiceField(JobState.choices, required=False)
    handler = serializers.CharField(required=False, max_length=120)
    reason = serializers.CharField(required=False, max_length=120)
    asked_from = serializers.DateTimeField(required=False)
    asked_before = serializers.DateTimeField(required=False)


class BulkWrite(StrictSerializer):
    """What to do, and with which jobs."""

    deed = serializers.ChoiceField([("retry", "retry"), ("cancel", "cancel")])
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200)


class BulkRead(serializers.Serializer[Any]):
    """How many jobs took the deed; the others were over, not over, or unknown here."""

    changed = serializers.IntegerField()
    left = serializers.IntegerField()


class JobPerson(serializers.Serializer[Any]):
    """Who did something to a job."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class JobRead(serializers.Serializer[Any]):
    """A job with its progress; `reason` is a code: lost, time_limit, suspended, or error: and the error's kind."""

    id = serializers.UUIDField()
    handler = serializers.CharField()
    state = serializers.ChoiceField(JobState.choices)
    attempts = serializers.IntegerField()
    reason = serializers.CharField()
    steps_done = serializers.IntegerField()
    steps_total = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()
    asked_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    cancel_requested_at = serializers.DateTimeField(allow_null=True)
    cancelled_by = JobPerson(allow_null=True)
    retried_at = serializers.DateTimeField(allow_null=True)
    retried_by = JobPerson(allow_null=True)


_PEOPLE = ("cancelled_by", "retried_by")
_FIELDS = tuple(name for name in JobRead().get_fields() if name not in _PEOPLE)


def find_job(actor: Actor, *, job_id: UUID, **_others: object) -> Job | None:  # noqa: ARG001  a finder's signature
    """The job that an address names."""
    return job_get(job_id)


@declares(GET=needs(Right.JOBS_VIEW))
class JobList(ApiView):
    """The jobs of the organization."""

    @describe("job_list", _("List jobs"), tag=_TAG, query=JobQuery, answer=page_shape("JobPage", JobRead))
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Newest first."""
        query = query_of(request, JobQuery)
        page = asked_page(job_list(_narrowing(query)), Order("asked_at", descending=True), query)
        return Response(envelope(request, page, [_body(job) for job in page.rows]))


@declares(GET=needs(Right.JOBS_VIEW, of=find_job))
class JobDetail(ApiView):
    """One job."""

    @describe("job_detail", _("Read a job"), tag=_TAG, answer=JobRead)
    def get(self, request: ApiRequest, slug: str, job_id: UUID) -> Response:  # noqa: ARG002  the record was found by it
        """Where it stands and how far it is."""
        query_of(request)
        return Response(_body(self.record))


@declares(POST=needs(Right.JOBS_MANAGE, of=find_job, sees=Right.JOBS_VIEW))
class JobRetry(ApiView):
    """A job, queued again."""

    @describe("job_retry", _("Retry a failed or cancelled job"), tag=_TAG, answer=JobRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, job_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """It gets all its attempts again."""
        no_values(request)
        if not job_retry(job_id=job_id, person_id=request.actor.person_id):
            raise RuleError([FieldProblem("", "job_not_over")])
        return _stands(job_id)


@declares(POST=needs(Right.JOBS_MANAGE, of=find_job, sees=Right.JOBS_VIEW))
class JobCancel(ApiView):
    """A job, asked to end."""

    @describe("job_cancel", _("Ask that a job end"), tag=_TAG, answer=JobRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, job_id: UUID) -> Response:  # noqa: ARG002  the edge resolved it
        """One that waits never starts, one that runs ends between two steps."""
        no_values(request)
        if not job_cancel(job_id=job_id, person_id=request.actor.person_id):
            raise RuleError([FieldProblem("", "job_over")])
        return _stands(job_id)


@declares(POST=needs(Right.JOBS_MANAGE))
class JobBulk(ApiView):
    """Many jobs at once."""

    @describe("job_bulk", _("Retry or cancel many jobs"), tag=_TAG, body=BulkWrite, answer=BulkRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Those that cannot take the deed are left as they are and counted."""
        query_of(request)
        asked = values_of(request, BulkWrite)
        deed = jobs_retry if asked["deed"] == "retry" else jobs_cancel
        ids = set(asked["ids"])
        changed = deed(job_ids=ids, person_id=request.actor.person_id).count
        return Response({"changed": changed, "left": len(ids) - changed})


def _narrowing(query: dict[str, Any]) -> JobNarrowing:
    return JobNarrowing(
        state=query.get("state", ""),
        handler=query.get("handler", ""),
        reason=query.get("reason", ""),
        since=query.get("asked_from"),
        until=query.get("asked_before"),
    )


def _stands(job_id: UUID) -> Response:
    job = job_get(job_id)
    if job is None:
        raise Http404
    return Response(_body(job))


def _body(job: Job) -> dict[str, Any]:
    people = {name: getattr(job, name) for name in _PEOPLE}
    named = {name: person and {"id": person.pk, "name": person.display(_language())} for name, person in people.items()}
    return {name: getattr(job, name) for name in _FIELDS} | named


def _language() -> str:
    return get_language() or "ja"
