"""What the endpoints of projects read and answer, field by field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.accounts.directory import department_choices, people_choices
from pmo_site.api.parameters import NamesField, PageQuery, sort_choices
from pmo_site.api.serializers import ChangeSerializer, RecordField
from projects.models.choices import ROLE_CHOICES, STATUS_CHOICES, TIER_CHOICES
from projects.models.project import MONEY_FIELDS
from projects.selectors import SORTS

OWN_FIELDS = (
    "id", "version", "code", "name", "purpose", "department_id", "tier", "status",
    "baseline_start", "baseline_finish", "baselined_on", "forecast_start", "forecast_finish",
    "actual_start", "actual_finish", "percent_complete", "imported_note", "data_as_of",
    "archived_at", "created_at", "updated_at",
)  # fmt: skip
BESIDE_FIELDS = ("department_name", "manager_id", "manager_name")
PROJECT_FIELDS = (*OWN_FIELDS, *BESIDE_FIELDS, *MONEY_FIELDS)


def _day(**options: Any) -> serializers.DateField:  # noqa: ANN401  DRF's options
    return serializers.DateField(allow_null=True, required=False, **options)


def _amount() -> serializers.DecimalField:
    words = _("Absent for who may not see the project's money.")
    return serializers.DecimalField(18, 2, allow_null=True, required=False, help_text=words)


class ProjectWrite(ChangeSerializer):
    """What may be set on a project; money only by who may change it."""

    code = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text=_("Leave empty to get the next number.")
    )
    name = serializers.CharField(max_length=300)
    purpose = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    department_id = RecordField(department_choices, source="department", allow_null=True, required=False)
    tier = serializers.ChoiceField(TIER_CHOICES, required=False)
    status = serializers.ChoiceField(STATUS_CHOICES, required=False)
    percent_complete = serializers.DecimalField(5, 2, allow_null=True, required=False)
    baseline_start = _day()
    baseline_finish = _day()
    forecast_start = _day()
    forecast_finish = _day()
    actual_start = _day()
    actual_finish = _day()
    currency = serializers.RegexField(
        r"^[A-Z]{3}\Z",
        required=False,
        error_messages={"invalid": _("Use a three-letter currency code such as JPY.")},
    )
    original_budget = _amount()
    latest_budget = _amount()
    actual_cost = _amount()

    def validate_code(self, value: str) -> str:
        """A project that has a code keeps one."""
        if self.partial and not value:
            raise serializers.ValidationError(_("A project has a code."), "blank")
        return value


class ProjectRead(serializers.Serializer[Any]):
    """A project; the fields of money are absent for who may not see them."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    department_id = serializers.UUIDField(allow_null=True)
    tier = serializers.ChoiceField(TIER_CHOICES)
    status = serializers.ChoiceField(STATUS_CHOICES)
    baseline_start = serializers.DateField(allow_null=True)
    baseline_finish = serializers.DateField(allow_null=True)
    baselined_on = serializers.DateField(allow_null=True)
    forecast_start = serializers.DateField(allow_null=True)
    forecast_finish = serializers.DateField(allow_null=True)
    actual_start = serializers.DateField(allow_null=True)
    actual_finish = serializers.DateField(allow_null=True)
    percent_complete = serializers.DecimalField(5, 2, allow_null=True)
    imported_note = serializers.CharField()
    data_as_of = serializers.DateField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    currency = serializers.CharField(required=False)
    original_budget = _amount()
    latest_budget = _amount()
    actual_cost = _amount()


class ProjectRow(ProjectRead):
    """A project in a list, with the names of what it is linked to."""

    department_name = serializers.CharField(allow_null=True)
    manager_id = serializers.UUIDField(allow_null=True, help_text=_("The accountable manager of today."))
    manager_name = serializers.CharField(allow_null=True)


class ProjectQuery(PageQuery):
    """What a list of projects is narrowed to and sorted by."""

    q = serializers.CharField(max_length=200, required=False, help_text=_("Part of the name or the code."))
    status = serializers.ChoiceField(STATUS_CHOICES, required=False)
    tier = serializers.ChoiceField(TIER_CHOICES, required=False)
    department = serializers.UUIDField(required=False)
    late = serializers.BooleanField(default=False, help_text=_("Past its finish"))
    unassigned = serializers.BooleanField(default=False, help_text=_("Without a manager"))
    archived = serializers.BooleanField(default=False)
    sort = serializers.ChoiceField(sort_choices(SORTS), default="code")

    def get_fields(self) -> dict[str, Any]:
        """Among them `fields`, whose name the class itself uses."""
        names = NamesField(PROJECT_FIELDS, required=False, help_text=_("Only these fields, separated by commas."))
        return {**super().get_fields(), "fields": names}


class MilestoneWrite(ChangeSerializer):
    """What may be set on a milestone."""

    name = serializers.CharField(max_length=200)
    baseline_on = _day()
    forecast_on = _day()
    actual_on = _day()
    weight = serializers.DecimalField(7, 2, required=False)


class MilestoneRead(serializers.Serializer[Any]):
    """A milestone."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    baseline_on = serializers.DateField(allow_null=True)
    forecast_on = serializers.DateField(allow_null=True)
    actual_on = serializers.DateField(allow_null=True)
    weight = serializers.DecimalField(7, 2)
    slip_days = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class MemberWrite(ChangeSerializer):
    """A person's role on a project."""

    person_id = RecordField(people_choices, source="person")
    role = serializers.ChoiceField(ROLE_CHOICES)
    starts_on = serializers.DateField()
    ends_on = _day()
    allocation = serializers.IntegerField(min_value=0, max_value=100, required=False)


class MemberRead(serializers.Serializer[Any]):
    """A person's role on a project."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    project_id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    person_name = serializers.CharField(required=False, help_text=_("In lists only."))
    role = serializers.ChoiceField(ROLE_CHOICES)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    allocation = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class DifferenceRead(serializers.Serializer[Any]):
    """One field of a change, before and after."""

    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """Among them `label`, whose name the class itself uses."""
        return {**super().get_fields(), "label": serializers.CharField()}


class ChangeRead(serializers.Serializer[Any]):
    """One change of a record."""

    at = serializers.DateTimeField()
    action = serializers.ChoiceField([("insert", _("Created")), ("update", _("Changed")), ("delete", _("Deleted"))])
    actor_id = serializers.UUIDField(allow_null=True)
    actor_name = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    changes = DifferenceRead(many=True)


class HistoryRead(serializers.Serializer[Any]):
    """The newest changes of a record, newest first."""

    items = ChangeRead(many=True)
