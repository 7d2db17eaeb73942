"""The organization's settings over the API: read, previewed and changed as on their page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from django.conf import settings as site
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from pmo_site.accounts.forms.organization import ZONES
from pmo_site.accounts.models import Country, OrganizationSettings
from pmo_site.accounts.models.organization import Closing
from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.acts import act_keep
from pmo_site.accounts.services.settings import SettingsFacts, settings_revise
from pmo_site.accounts.services.undoing import SETTINGS_CHANGED
from pmo_site.api.endpoints import ApiRequest, ApiView, detail, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.preconditions import expected_version
from pmo_site.api.schema import describe
from pmo_site.api.serializers import ChangeSerializer
from pmo_site.console.effect_words import effect_words
from pmo_site.console.selectors.effects import settings_effects, settings_in_force
from pmo_site.kernel.brand import Palette, Shades
from pmo_site.kernel.contrast import NoColorError, parse_color

_TAG: Final = "organization"
_MOST_DAYS: Final = 1000
_NAMES: Final = tuple(each.name for each in fields(SettingsFacts))
_EXAMPLE: Final = {
    "name": "北斗ホールディングス",
    "language": "ja",
    "time_zone": "Asia/Tokyo",
    "fiscal_year_start": 4,
    "country": "JP",
    "closing": "government",
    "own_holidays": ["2026-12-28"],
    "currency": "JPY",
    "brand_color": "#2450c4",
}


class BrandColorField(serializers.CharField):
    """A color as #rrggbb; empty is the product's own."""

    default_error_messages = {"color": _("Write the color as #2450c4.")}

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401  DRF's own signature
        """The color, whichever way it is written."""
        typed = super().to_internal_value(data)
        try:
            return parse_color(typed) if typed else ""
        except NoColorError as error:
            raise ValidationError(str(self.error_messages["color"]), "color") from error


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "settings",
            {**_EXAMPLE, "operating_model": "combined", "version": 3},
            response_only=True,
        )
    ]
)
class SettingsRead(serializers.Serializer[Any]):
    """What an organization decided about itself; its operating model is switched at an address of its own."""

    name = serializers.CharField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    fiscal_year_start = serializers.IntegerField()
    country = serializers.CharField()
    closing = serializers.CharField()
    own_holidays = serializers.ListField(child=serializers.DateField())
    currency = serializers.CharField()
    brand_color = serializers.CharField(help_text=_("Empty: the product's own."))
    operating_model = serializers.CharField()
    version = serializers.IntegerField()


@extend_schema_serializer(
    examples=[OpenApiExample("color and holidays", {"brand_color": "#e60012", "own_holidays": ["2026-12-28"]})]
)
class SettingsWrite(ChangeSerializer):
    """Settings that change; what is not sent stays."""

    name = serializers.CharField(max_length=200)
    language = serializers.ChoiceField([code for code, _name in site.LANGUAGES])
    time_zone = serializers.ChoiceField(ZONES)
    fiscal_year_start = serializers.IntegerField(min_value=1, max_value=12, help_text=_("A month, 1 to 12."))
    country = serializers.ChoiceField(Country.values)
    closing = serializers.ChoiceField(Closing.values)
    own_holidays = serializers.ListField(child=serializers.DateField(), max_length=_MOST_DAYS)
    currency = serializers.RegexField(
        r"^[A-Z]{3}$", error_messages={"invalid": _("Use a three-letter currency code such as JPY.")}
    )
    brand_color = BrandColorField(
        max_length=20, allow_blank=True, help_text=_("Such as #2450c4. Empty: the product's own.")
    )


class SettingsChange(serializers.Serializer[Any]):
    """A setting that would change."""

    field = serializers.CharField()
    now = serializers.JSONField()
    then = serializers.JSONField()


class ShadeRead(serializers.Serializer[Any]):
    """A color in one theme: its contrast as chosen to the text on it and to the page, and the shade that is shown."""

    chosen = serializers.CharField()
    to_text = serializers.FloatField()
    to_page = serializers.FloatField()
    passes = serializers.BooleanField()
    shown = serializers.CharField()


class BrandRead(serializers.Serializer[Any]):
    """A brand color in both themes."""

    light = ShadeRead()
    dark = ShadeRead()


class SettingsEffect(serializers.Serializer[Any]):
    """What new settings would do: what changes, and in sentences what that touches; nothing is stored."""

    changes = SettingsChange(many=True)
    effects = serializers.ListField(child=serializers.CharField())
    brand = BrandRead(allow_null=True)


@declares(GET=needs(Right.SETTINGS_CHANGE), PATCH=needs(Right.SETTINGS_CHANGE))
class Settings(ApiView):
    """The organization's settings."""

    @describe("settings_get", _("Read the settings"), tag=_TAG, answer=SettingsRead, conditional=True)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """The settings in force."""
        query_of(request)
        stands = settings_in_force(request.organization)
        return detail(request, stands, _body(stands))

    @describe(
        "settings_change", _("Change the settings"), tag=_TAG, body=SettingsWrite, answer=SettingsRead, versioned=True
    )
    def patch(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Store what is sent; refused where somebody changed the settings since."""
        query_of(request)
        stands = settings_in_force(request.organization)
        version = expected_version(request, stands)
        saved = settings_revise(actor=request.actor, version=version, facts=_facts(request, stands))
        act_keep(actor=request.actor, kind=SETTINGS_CHANGED, facts={"version": saved.version})
        return detail(request, saved, _body(saved))


@declares(POST=needs(Right.SETTINGS_CHANGE))
class SettingsPreview(ApiView):
    """What new settings would do."""

    @describe(
        "settings_preview",
        _("See what new settings would do"),
        tag=_TAG,
        body=SettingsWrite,
        answer=SettingsEffect,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """The effect that the page shows before it saves."""
        query_of(request)
        stands = settings_in_force(request.organization)
        facts = _facts(request, stands)
        effects = settings_effects(stands, facts)
        then = asdict(facts)
        changed = [name for name in _NAMES if then[name] != getattr(stands, name)]
        shades = effects.brand.palette if effects.brand else None
        return Response(
            {
                "changes": [{"field": name, "now": getattr(stands, name), "then": then[name]} for name in changed],
                "effects": effect_words(effects),
                "brand": _brand(shades) if shades else None,
            }
        )


def _facts(request: ApiRequest, stands: OrganizationSettings) -> SettingsFacts:
    """What stands, with what was sent on top of it; a day off counts once."""
    sent = values_of(request, SettingsWrite, partial=True)
    if "own_holidays" in sent:
        sent["own_holidays"] = sorted(set(sent["own_holidays"]))
    return SettingsFacts(**{name: getattr(stands, name) for name in _NAMES} | sent)


def _body(stands: OrganizationSettings) -> Mapping[str, Any]:
    return {name: getattr(stands, name) for name in (*_NAMES, "operating_model", "version")}


def _brand(shades: Palette) -> dict[str, Any]:
    return {"light": _shade(shades.light), "dark": _shade(shades.dark)}


def _shade(shades: Shades) -> dict[str, Any]:
    chosen = shades.chosen
    return {
        "chosen": chosen.color,
        "to_text": round(chosen.to_text, 2),
        "to_page": round(chosen.to_page, 2),
        "passes": chosen.passes,
        "shown": shades.shown.color,
    }
