"""What the endpoints of a project's people read and answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.accounts.directory import people_choices
from pmo_site.api.serializers import ChangeSerializer, RecordField
from projects.models.choices import ROLE_CHOICES


class MemberWrite(ChangeSerializer):
    """A person's role on a project."""

    person_id = RecordField(people_choices, source="person")
    role = serializers.ChoiceField(ROLE_CHOICES)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True, required=False)
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
