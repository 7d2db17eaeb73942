"""The health policy over the API: read it, see what a draft would do, save it as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response

from pmo_site.accounts.rights import Right
from pmo_site.accounts.services.acts import act_keep
from pmo_site.api.endpoints import ApiRequest, ApiView, values_of
from pmo_site.api.idempotency import idempotent
from pmo_site.api.parameters import query_of
from pmo_site.api.permissions import declares, needs
from pmo_site.api.schema import describe
from pmo_site.api.serializers import StrictSerializer
from pmo_site.kernel.conflicts import FieldProblem, RuleError
from pmo_site.kernel.evidence import Dimension
from portfolio.domain.health import HealthPolicy, PolicyChanges, PolicyError, Tier, drafted
from portfolio.models import HealthPolicyVersion
from portfolio.reasons import reason_sentence
from portfolio.selectors.policy import (
    ProjectEffect,
    newest_number,
    policy_by_number,
    policy_effect,
    policy_on,
    policy_versions,
)
from portfolio.services.policy import Saving, policy_save
from portfolio.services.undoing import POLICY_SAVED

_TAG = "health"
_NAMES = serializers.ListField(child=serializers.ChoiceField([dimension.value for dimension in Dimension]))
_DAYS = serializers.IntegerField(min_value=0, max_value=3650)
_WEIGHT = serializers.IntegerField(min_value=1, max_value=100)


class BoundsWrite(StrictSerializer):
    """The two limits of a code; amber is null where the number alone never makes red."""

    green = serializers.DecimalField(max_digits=12, decimal_places=4, min_value=0)
    amber = serializers.DecimalField(max_digits=12, decimal_places=4, min_value=0, allow_null=True)


class DraftWrite(StrictSerializer):
    """What is set; whatever is not named stays as it is in the policy in force."""

    limits = serializers.DictField(child=BoundsWrite(), required=False)
    tiers = serializers.DictField(child=_NAMES, required=False)
    stale_after_days = serializers.DictField(child=_DAYS, required=False)
    weights = serializers.DictField(child=_WEIGHT, required=False)
    minimum_share = serializers.DecimalField(max_digits=5, decimal_places=4, required=False)
    name = serializers.CharField(max_length=60, required=False)


class PolicyWrite(DraftWrite):
    """A draft to be saved: why, from which day, and after which version it was drawn up."""

    reason = serializers.CharField(max_length=2000)
    valid_from = serializers.DateField(required=False)
    after = serializers.IntegerField(min_value=1, help_text=_("The newest version that you know."))


class PolicyRead(serializers.Serializer[Any]):
    """One version of the policy with all its rules."""

    name = serializers.CharField()
    version = serializers.IntegerField()
    limits = serializers.DictField()
    tiers = serializers.DictField()
    stale_after_days = serializers.DictField()
    minimum_share = serializers.CharField()
    weights = serializers.DictField()
    newest = serializers.IntegerField()


class VersionRead(serializers.Serializer[Any]):
    """One version that was saved."""

    version = serializers.IntegerField()
    name = serializers.CharField()
    valid_from = serializers.DateField()
    reason = serializers.CharField()
    restores = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()


class VersionsRead(serializers.Serializer[Any]):
    """Every version that was saved, the newest first."""

    items = VersionRead(many=True)


class EffectRead(serializers.Serializer[Any]):
    """A project that would change its level, and why."""

    project_id = serializers.UUIDField()
    project_code = serializers.CharField()
    project_name = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    reason = serializers.CharField(allow_null=True)


class EffectsRead(serializers.Serializer[Any]):
    """What a draft would do to the lights of today."""

    moved = serializers.IntegerField()
    items = EffectRead(many=True)


@declares(GET=needs(Right.HEALTH_POLICY_VIEW), POST=needs(Right.HEALTH_POLICY_CHANGE))
class Policy(ApiView):
    """The health policy."""

    @describe("health_policy", _("Read the health policy in force"), tag=_TAG, answer=PolicyRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """The policy in force today."""
        query_of(request)
        return Response(_body(policy_on(request.actor.today)))

    @describe(
        "health_policy_save",
        _("Save a new version of the health policy"),
        tag=_TAG,
        body=PolicyWrite,
        answer=VersionRead,
        status=201,
        posts=True,
        guarded=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Store the draft as the next version; every light is computed anew."""
        query_of(request)
        values = values_of(request, PolicyWrite)
        saving = Saving(values.get("valid_from") or request.actor.today, values["reason"], values["after"])
        saved = policy_save(actor=request.actor, draft=_draft(request, values), saving=saving)
        act_keep(actor=request.actor, kind=POLICY_SAVED, facts={"number": saved.number})
        return Response(_version(saved), 201)


@declares(POST=needs(Right.HEALTH_POLICY_CHANGE))
class PolicyPreview(ApiView):
    """What a draft would do."""

    @describe(
        "health_policy_preview",
        _("See which projects would change their level under a draft"),
        tag=_TAG,
        body=DraftWrite,
        answer=EffectsRead,
        posts=True,
    )
    @idempotent
    def post(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Judge the present evidence by the draft; nothing is stored."""
        query_of(request)
        found = policy_effect(request.actor, _draft(request, values_of(request, DraftWrite)))
        return Response({"moved": len(found), "items": [_effect(each) for each in found]})


@declares(GET=needs(Right.HEALTH_POLICY_VIEW))
class PolicyVersions(ApiView):
    """The history of the policy."""

    @describe("health_policy_versions", _("List the versions of the health policy"), tag=_TAG, answer=VersionsRead)
    def get(self, request: ApiRequest, slug: str) -> Response:  # noqa: ARG002  the edge resolved it
        """Every version that was saved, the newest first."""
        query_of(request)
        return Response({"items": [_version(row) for row in policy_versions(request.actor)]})


@declares(GET=needs(Right.HEALTH_POLICY_VIEW))
class PolicyVersion(ApiView):
    """One version of the policy."""

    @describe("health_policy_version", _("Read one version of the health policy"), tag=_TAG, answer=PolicyRead)
    def get(self, request: ApiRequest, slug: str, number: int) -> Response:  # noqa: ARG002  the edge resolved it
        """Its rules, as they can be saved again; the first is the one that the product ships with."""
        query_of(request)
        found = policy_by_number(request.actor, number)
        if found is None:
            raise Http404
        return Response(_body(found))


def _draft(request: ApiRequest, values: Mapping[str, Any]) -> HealthPolicy:
    limits = {code: (each["green"], each["amber"]) for code, each in values.get("limits", {}).items()}
    try:
        changes = PolicyChanges(
            limits=limits,
            tiers={Tier(tier): [Dimension(name) for name in names] for tier, names in values.get("tiers", {}).items()},
            stale_after_days=_by_dimension(values.get("stale_after_days", {})),
            weights=_by_dimension(values.get("weights", {})),
            minimum_share=values.get("minimum_share"),
            name=values.get("name", ""),
        )
        return drafted(policy_on(request.actor.today), changes)
    except PolicyError as error:
        raise RuleError([FieldProblem(f"limits.{error.item}", error.code)]) from error
    except ValueError as error:
        raise RuleError([FieldProblem("", "unknown_name")]) from error


def _by_dimension(values: Mapping[str, int]) -> dict[Dimension, int]:
    return {Dimension(name): value for name, value in values.items()}


def _body(policy: HealthPolicy) -> dict[str, Any]:
    return {**policy.as_json(), "newest": newest_number()}


def _version(row: HealthPolicyVersion) -> dict[str, Any]:
    return {
        "version": row.number,
        "name": row.name,
        "valid_from": row.valid_from,
        "reason": row.reason,
        "restores": row.restores,
        "created_at": row.created_at,
    }


def _effect(each: ProjectEffect) -> dict[str, Any]:
    reason = each.effect.reason
    return {
        "project_id": each.project.pk,
        "project_code": each.project.code,
        "project_name": each.project.name,
        "before": each.effect.before.value,
        "after": each.effect.after.value,
        "reason": reason_sentence(reason) if reason else None,
    }
