"""A record's history over the API, field by field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from pmo_site.api.parameters import LARGEST_PAGE
from pmo_site.api.serializers import StrictSerializer


class HistoryQuery(StrictSerializer):
    """How many changes of a record are answered."""

    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=LARGEST_PAGE)


class DifferenceRead(serializers.Serializer[Any]):
    """One field of a change, before and after."""

    field = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()

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
