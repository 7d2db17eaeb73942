"""What raising, triage and conversion read and answer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.accounts.directory import people_choices
from pmo_site.api.serializers import RecordField, StrictSerializer
from support_office.forms import LONGEST
from support_office.models.log import LogEntry

KINDS = ["risk", "issue"]


class RaiseWrite(StrictSerializer):
    """What anybody says about a risk or an issue."""

    kind = serializers.ChoiceField(KINDS)
    title = serializers.CharField(max_length=300)
    happens = serializers.CharField(max_length=LONGEST)
    concern = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class EntryReturnWrite(StrictSerializer):
    """Why a raised entry goes back."""

    reason = serializers.CharField(max_length=LONGEST)


class MergeWrite(StrictSerializer):
    """What a raised entry is merged into."""

    into_id = serializers.UUIDField()


class FinishWrite(StrictSerializer):
    """What came of an action."""

    result = serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class EntryActionWrite(StrictSerializer):
    """What is to be done; what is left out comes from the source."""

    title = serializers.CharField(max_length=300, required=False)
    owner_id = RecordField(people_choices, source="owner", required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class EntryRead(serializers.Serializer[Any]):
    """An entry of a log in short; its own endpoint tells the rest."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField([*KINDS, "action"])
    version = serializers.IntegerField()
    project_id = serializers.UUIDField()
    code = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    raised_by_id = serializers.UUIDField(allow_null=True, help_text=_("Null for actions."))
    risk_id = serializers.UUIDField(allow_null=True)
    issue_id = serializers.UUIDField(allow_null=True)
    merged_into_id = serializers.UUIDField(allow_null=True)


class QueueRead(serializers.Serializer[Any]):
    """What waits for triage."""

    items = EntryRead(many=True)


def entry_body(entry: LogEntry) -> dict[str, Any]:
    """An entry in short."""
    plain = ("id", "version", "project_id", "code", "title", "state")
    links = ("raised_by_id", "risk_id", "issue_id", "merged_into_id")
    return {
        "kind": str(entry._meta.model_name),
        **{name: getattr(entry, name) for name in plain},
        **{name: getattr(entry, name, None) for name in links},
    }


def entry_link(entry: LogEntry, slug: str) -> str:
    """The endpoint of an entry."""
    kind = str(entry._meta.model_name)
    return reverse(f"api-{kind}s:detail", kwargs={"slug": slug, f"{kind}_id": entry.pk})
