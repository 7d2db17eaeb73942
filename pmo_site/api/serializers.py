"""Reading what a caller sends: every field explicit, what is unknown refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses fields it does not know, each by its name."""

    default_error_messages = {"unknown": _("This field is not known here.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:  # noqa: ANN401  whatever was sent
        """Read the known fields; unknown ones are errors at their names."""
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                words = str(self.error_messages["unknown"])
                raise ValidationError({name[:100]: [ErrorDetail(words, "unknown")] for name in unknown})
        found: dict[str, Any] = super().to_internal_value(data)
        return found


def read_strictly(kind: type[StrictSerializer], data: Any, *, partial: bool = False) -> dict[str, Any]:  # noqa: ANN401  whatever was sent
    """What was sent, checked; what is unknown or wrong is refused at its field.

    A serializer is built once and only reads; what it refuses is read once more by one of its own, which says why.
    """
    try:
        found: dict[str, Any] = _reader(kind, partial=partial).run_validation(data)
    except (ValidationError, SkipField):
        refusing = kind(data=data, partial=partial)
        refusing.is_valid(raise_exception=True)
        found = refusing.validated_data
    return found


@lru_cache(maxsize=512)
def _reader(kind: type[StrictSerializer], *, partial: bool) -> StrictSerializer:
    return kind(data={}, partial=partial)


class ChangeSerializer(StrictSerializer):
    """What a PATCH sends: some of the fields, at least one."""

    default_error_messages = {"empty": _("Send at least one field.")}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a change of nothing."""
        if self.partial and not attrs:
            raise ValidationError(str(self.error_messages["empty"]), "empty")
        return attrs


@extend_schema_field(OpenApiTypes.UUID)
class RecordField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a record that a selector finds; a foreign one is as unknown as a missing one."""

    def __init__(self, choices: Callable[[], models.QuerySet[Any]], **kwargs: Any) -> None:  # noqa: ANN401  DRF's own signature
        self.choices_of = choices
        super().__init__(pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> models.QuerySet[Any]:
        """Records of the current tenant, asked for when something is looked up."""
        return self.choices_of()
