"""The operating model over the API: how it stands, whose rights a switch would change, and the switch."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.directory import operating_model_switches
from pmo_site.accounts.models import OperatingModelSwitch
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel
from pmo_site.accounts.selectors import organization_settings
from pmo_site.accounts.services.acts import act_keep
from pmo_site.accounts.services.settings import operating_model_switch
from pmo_site.accounts.services.undoing import MODEL_SWITCHED
from pmo_site.api.endpoints import ApiRequest, ApiView, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe
from pmo_site.api.serializers import StrictSerializer
from pmo_site.console.selectors.effects import Shift, switch_effects

_TAG: Final = "organization"
_MODELS: Final = [model.value for model in OperatingModel]


class SwitchRead(serializers.Serializer[Any]):
    """A switch: to which model, why, when and by whom."""

    model = serializers.CharField()
    reason = serializers.CharField()
    switched_at = serializers.DateTimeField()
    switched_by_id = serializers.UUIDField(allow_null=True)


class ShiftRead(serializers.Serializer[Any]):
    """Somebody whose rights on every project a switch would give or take."""

    person_id = serializers.UUIDField()
    gains = serializers.BooleanField()
    rights = serializers.ListField(child=serializers.CharField())


class ModelRead(serializers.Serializer[Any]):
    """The model in force, whose rights a switch to the other would change, and every switch, the newest first."""

    operating_model = serializers.CharField()
    shifts = ShiftRead(many=True)
    switches = SwitchRead(many=True)


@extend_schema_serializer(
    examples=[OpenApiExample("separate", {"model": "separate", "reason": "The PSO becomes a unit of its own."})]
)
class SwitchWrite(StrictSerializer):
    """The other model, and why."""

    model = serializers.ChoiceField(_MODELS)
    reason = serializers.CharField(max_length=2000)


@declares(GET=needs(Right.OPERATING_MODEL_SWITCH), POST=needs(Right.OPERATING_MODEL_SWITCH))
class OperatingModelDetail(ApiView):
    """The operating model; a decision of people, in no token's scope."""

    @describe("operating_model_get", _("Read the operating model"), tag=_TAG, answer=ModelRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """The model in force and what a switch would do."""
        query_of(request)
        return Response(_body(request))

    @describe(
        "operating_model_switch",
        _("Switch the operating model"),
        tag=_TAG,
        body=SwitchWrite,
        answer=ModelRead,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Switch from now on; assignments stay as they are."""
        query_of(request)
        sent = values_of(request, SwitchWrite)
        switched = operating_model_switch(
            actor=request.actor, model=OperatingModel(sent["model"]), reason=sent["reason"]
        )
        act_keep(actor=request.actor, kind=MODEL_SWITCHED, facts={"switch": str(switched.pk)})
        return Response(_body(request))


def _body(request: ApiRequest) -> dict[str, Any]:
    stands = organization_settings()
    return {
        "operating_model": stands.operating_model,
        "shifts": [_shift(each) for each in switch_effects(stands)],
        "switches": [_switch(each) for each in operating_model_switches(actor=request.actor)],
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {"person_id": shift.person.pk, "gains": shift.is_gain, "rights": [right.value for right in shift.rights]}


def _switch(each: OperatingModelSwitch) -> dict[str, Any]:
    return {
        "model": each.model,
        "reason": each.reason,
        "switched_at": each.switched_at,
        "switched_by_id": each.switched_by_id,
    }
