"""What the endpoints of reports read and answer, field by field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.api.serializers import ChangeSerializer, StrictSerializer
from support_office.domain.report import DECLARED_DIMENSIONS
from support_office.forms import LONGEST
from support_office.models.choices import (
    CADENCE_CHOICES,
    DECLARED_CHOICES,
    STANDING_CHOICES,
    STATE_CHOICES,
    WEEKDAY_CHOICES,
)

REPORT_FIELDS = (
    "id", "version", "project_id", "number", "state", "period_from", "period_to", "due_at", "summary", "achievements",
    "next_steps", "overall", "declared", "ask_text", "ask_recommendation", "ask_due_on", "ask_answered",
    "prepared_by_id", "on_behalf_of_id", "submitted_by_id", "submitted_at", "accepted_by_id", "accepted_at",
    "returned_by_id", "return_reason", "created_at", "updated_at",
)  # fmt: skip
SCHEDULE_FIELDS = ("project_id", "version", "cadence", "weekday", "month_day", "due_time", "first_due")


def _text() -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)


class DeclaredWrite(StrictSerializer):
    """A manager's own judgement of one dimension."""

    level = serializers.ChoiceField(DECLARED_CHOICES, allow_blank=True, default="")
    comment = serializers.CharField(max_length=300, allow_blank=True, default="")


class DeclaredByDimension(StrictSerializer):
    """The dimensions that a manager speaks about."""

    def get_fields(self) -> dict[str, Any]:
        """One field per dimension."""
        return {name.value: DeclaredWrite(required=False) for name in DECLARED_DIMENSIONS}


class ReportWrite(ChangeSerializer):
    """What may be set on a report while it is a draft."""

    summary = _text()
    achievements = _text()
    next_steps = _text()
    overall = serializers.ChoiceField(DECLARED_CHOICES, required=False, allow_blank=True)
    declared = DeclaredByDimension(required=False)
    ask_text = _text()
    ask_recommendation = _text()
    ask_due_on = serializers.DateField(required=False, allow_null=True)
    ask_answered = serializers.BooleanField(required=False)


class ReportRow(serializers.Serializer[Any]):
    """A status report in a list."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    project_id = serializers.UUIDField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(STATE_CHOICES)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    due_at = serializers.DateTimeField(allow_null=True)
    summary = serializers.CharField()
    achievements = serializers.CharField()
    next_steps = serializers.CharField()
    overall = serializers.CharField(help_text=_("Declared by the manager; empty while nothing is declared."))
    declared = serializers.DictField(child=DeclaredWrite())
    ask_text = serializers.CharField()
    ask_recommendation = serializers.CharField()
    ask_due_on = serializers.DateField(allow_null=True)
    ask_answered = serializers.BooleanField()
    prepared_by_id = serializers.UUIDField(allow_null=True)
    on_behalf_of_id = serializers.UUIDField(allow_null=True)
    submitted_by_id = serializers.UUIDField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    accepted_by_id = serializers.UUIDField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    returned_by_id = serializers.UUIDField(allow_null=True)
    return_reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ReportRead(ReportRow):
    """A status report; money is absent from its figures for who may not see it."""

    figures = serializers.DictField(help_text=_("As they stood when the report was submitted; a draft's are empty."))


class ReturnWrite(StrictSerializer):
    """What has to change before the report is accepted."""

    reason = serializers.CharField(max_length=LONGEST)


class ScheduleWrite(ChangeSerializer):
    """When a project reports."""

    cadence = serializers.ChoiceField(CADENCE_CHOICES, required=False)
    weekday = serializers.ChoiceField(WEEKDAY_CHOICES, required=False, help_text=_("0 is Monday."))
    month_day = serializers.IntegerField(min_value=1, max_value=31, required=False)
    due_time = serializers.TimeField(required=False)
    first_due = serializers.DateField(required=False)


class ScheduleRead(serializers.Serializer[Any]):
    """When a project reports, and the report that it owes now."""

    project_id = serializers.UUIDField()
    version = serializers.IntegerField(help_text=_("1 is the default of the governance tier."))
    cadence = serializers.ChoiceField(CADENCE_CHOICES)
    weekday = serializers.ChoiceField(WEEKDAY_CHOICES)
    month_day = serializers.IntegerField()
    due_time = serializers.RegexField(r"^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$")
    first_due = serializers.DateField()


class OwedQuery(StrictSerializer):
    """Which owed reports are asked for."""

    standing = serializers.ChoiceField(STANDING_CHOICES, required=False)


class OwedRead(serializers.Serializer[Any]):
    """The report that a project owes."""

    project_id = serializers.UUIDField()
    project_code = serializers.CharField()
    project_name = serializers.CharField()
    manager_id = serializers.UUIDField(allow_null=True)
    standing = serializers.ChoiceField(STANDING_CHOICES)
    passed = serializers.IntegerField(help_text=_("Due days that passed without a report."))
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    declared = serializers.CharField(allow_null=True, help_text=_("Null while a report is overdue."))


class OwedList(serializers.Serializer[Any]):
    """Every project that owes a report, missing and late ones first, with the count of each standing."""

    items = OwedRead(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())
