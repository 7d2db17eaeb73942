"""Query parameters: an allow-list per list, each at most once, in the same words as a body's fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from pmo_site.api.serializers import StrictSerializer, read_strictly

PAGE_SIZE = 50
LARGEST_PAGE = 200


class PageQuery(StrictSerializer):
    """Which page of a list: after or before a cursor of its links, and how many rows."""

    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    after = serializers.CharField(required=False, max_length=4000, help_text=_("A cursor from `next`."))
    before = serializers.CharField(required=False, max_length=4000, help_text=_("A cursor from `previous`."))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A page lies after a cursor or before one."""
        if attrs.get("after") and attrs.get("before"):
            raise ValidationError({"before": [ErrorDetail(str(_("Give after or before, not both.")), "both")]})
        return attrs


class NoQuery(StrictSerializer):
    """Addresses that take no parameters."""


class NamesField(serializers.CharField):
    """A comma-separated choice of names out of an allow-list."""

    default_error_messages = {"unknown": _("These names are not known here: %(names)s")}

    def __init__(self, names: Iterable[str], **kwargs: Any) -> None:  # noqa: ANN401  DRF's own signature
        self.names = tuple(names)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401  DRF's own signature
        """The chosen names."""
        chosen = [name.strip() for name in super().to_internal_value(data).split(",")]
        unknown = sorted(set(chosen) - set(self.names))
        if unknown:
            words = str(self.error_messages["unknown"]) % {"names": ", ".join(unknown)[:200]}
            raise ValidationError(words, "unknown")
        return chosen


def sort_choices(keys: Iterable[str]) -> list[str]:
    """The values of `sort`: each key upward, and downward with a minus."""
    return [f"{sign}{key}" for key in keys for sign in ("", "-")]


def query_of(request: Request, kind: type[StrictSerializer] = NoQuery) -> dict[str, Any]:
    """The query's parameters, checked; unknown, repeated and meaningless ones are refused. Empty means not given."""
    given = dict(request.query_params.lists())
    repeated = [name for name, values in given.items() if len(values) > 1]
    if repeated:
        words = str(_("Give this parameter once."))
        raise ValidationError({name[:100]: [ErrorDetail(words, "repeated")] for name in repeated})
    return read_strictly(kind, {name: values[0] for name, values in given.items() if values[0] != "" or name == ""})
