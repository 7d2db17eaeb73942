"""One's own notices and how one wants to be told, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.api.endpoints import ApiRequest, ApiView, detail, no_values, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.paging import asked_page, envelope
from pmo_site.api.parameters import PageQuery, query_of
from pmo_site.api.permissions import declares, lists
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe, page_shape
from pmo_site.api.serializers import ChangeSerializer
from pmo_site.notifications.models import NoticePreferences, Rhythm
from pmo_site.notifications.selectors import notice_get, notice_list, preferences_of
from pmo_site.notifications.services.notices import notices_read
from pmo_site.notifications.services.preferences import preferences_revise
from pmo_site.notifications.wording import NoticeLine, notice_lines
from pmo_site.tenancy.keyset import Order

_TAG = "notices"
_OWN = lists(Right.ORGANIZATION_VIEW)
_LAST_HOUR = 23


class NoticeQuery(PageQuery):
    """Which notices are asked for."""

    unread = serializers.BooleanField(default=False, help_text=_("Only those that were not read."))


class NoticeRead(serializers.Serializer[Any]):
    """A notice in the language of the request; `url` is the page of what it is about, empty where there is none."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()
    is_urgent = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NoticesRead(serializers.Serializer[Any]):
    """When all notices were marked as read."""

    read_at = serializers.DateTimeField()


class PreferencesRead(serializers.Serializer[Any]):
    """When one is mailed and of what one is told; hours are those of the organization's time zone."""

    version = serializers.IntegerField()
    rhythm = serializers.ChoiceField(Rhythm.choices)
    digest_hour = serializers.IntegerField()
    quiet_from = serializers.IntegerField(allow_null=True)
    quiet_until = serializers.IntegerField(allow_null=True)
    muted = serializers.ListField(child=serializers.CharField())


class PreferencesWrite(ChangeSerializer):
    """What can be changed."""

    rhythm = serializers.ChoiceField(Rhythm.choices)
    digest_hour = serializers.IntegerField(min_value=0, max_value=_LAST_HOUR)
    quiet_from = serializers.IntegerField(min_value=0, max_value=_LAST_HOUR, allow_null=True)
    quiet_until = serializers.IntegerField(min_value=0, max_value=_LAST_HOUR, allow_null=True)
    muted = serializers.ListField(child=serializers.CharField(max_length=60), max_length=100)


_FIELDS = tuple(NoticeRead().fields)
_PREFERENCES = tuple(PreferencesRead().fields)


@declares(GET=_OWN)
class NoticeList(ApiView):
    """One's own notices."""

    @describe(
        "notice_list", _("List your notices"), tag=_TAG, query=NoticeQuery, answer=page_shape("NoticePage", NoticeRead)
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        """Newest first; only about what you may still see."""
        query = query_of(request, NoticeQuery)
        rows = notice_list(request.actor, unread=query["unread"])
        page = asked_page(rows, Order("created_at", descending=True), query)
        return Response(envelope(request, page, [_body(line) for line in notice_lines(page.rows, slug=slug)]))


@declares(POST=_OWN)
class NoticeReading(ApiView):
    """One of one's own notices, as read."""

    @describe("notice_read", _("Mark a notice as read"), tag=_TAG, answer=NoticeRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str, notice_id: UUID) -> Response:
        """Read once, it stays as it was read first."""
        no_values(request)
        if notice_get(request.actor, notice_id) is None:
            raise Http404
        notices_read(actor=request.actor, notice_id=notice_id)
        lines = notice_lines(notice_list(request.actor).filter(pk=notice_id), slug=slug)
        return Response(_body(lines[0]))


@declares(POST=_OWN)
class NoticesReading(ApiView):
    """All of one's own notices, as read."""

    @describe("notice_read_all", _("Mark all notices as read"), tag=_TAG, answer=NoticesRead, posts=True)
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Only those about what you may still see."""
        no_values(request)
        return Response({"read_at": notices_read(actor=request.actor)})


@declares(GET=_OWN, PATCH=_OWN)
class Preferences(ApiView):
    """How one wants to be told."""

    @describe(
        "notice_preferences_get", _("Read your notice settings"), tag=_TAG, answer=PreferencesRead, conditional=True
    )
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """The defaults where nothing was ever changed."""
        query_of(request)
        return _answer(request, preferences_of(request.actor.person_id))

    @describe(
        "notice_preferences_change",
        _("Change your notice settings"),
        tag=_TAG,
        body=PreferencesWrite,
        answer=PreferencesRead,
        versioned=True,
    )
    def patch(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Set some fields of the version that If-Match names."""
        query_of(request)
        version = expected_version(request, preferences_of(request.actor.person_id))
        values = values_of(request, PreferencesWrite, partial=True)
        return _answer(request, preferences_revise(actor=request.actor, version=version, values=values))


def _body(line: NoticeLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in _FIELDS}


def _answer(request: ApiRequest, stands: NoticePreferences) -> Response:
    return detail(request, stands, {name: getattr(stands, name) for name in _PREFERENCES})
