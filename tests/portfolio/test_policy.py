"""The health policy as data: seen before it is saved, stored as a new version, readable for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from pmo_site.accounts.roles import OrganizationRole
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.kernel.evidence import Dimension, Evidence, Level, Limit
from pmo_site.tenancy.context import tenant
from portfolio.domain.health import DEFAULT_POLICY, PolicyChanges, PolicyError, Tier, drafted, effects
from portfolio.models import HealthPolicyVersion, ProjectHealth
from portfolio.selectors.policy import policy_effect, policy_on
from portfolio.services.health import health_compute_day
from portfolio.services.policy import Saving, policy_save
from portfolio.words import limit_text
from tests.accounts.world import TODAY, client_of, make_member
from tests.api.world import World, fields_of, problem
from tests.portfolio.imported import work_off

PAGE = "/o/north/portfolio/policy/"
LENIENT = {"budget_growth": (Decimal("0.25"), Decimal("0.5")), "finish_slip": (Decimal("0.5"), Decimal(1))}
"""Limits under which the project of the world is no longer red: its budget grew by 20 %, its finish by 45 days."""


def evidence(value: str) -> list[Evidence]:
    return [Evidence(Dimension.COST, "cpi", {"cpi": Decimal(value)}, TODAY)]


def test_a_draft_changes_what_is_named_and_nothing_else() -> None:
    draft = drafted(DEFAULT_POLICY, PolicyChanges(limits={"cpi": (Decimal("0.9"), Decimal("0.8"))}, name="own"))
    assert draft.limits["cpi"] == Limit("cpi", Decimal("0.9"), Decimal("0.8"), higher_is_better=True)
    assert {code for code in draft.limits if draft.limits[code] != DEFAULT_POLICY.limits[code]} == {"cpi"}
    assert (draft.tiers, draft.name) == (DEFAULT_POLICY.tiers, "own")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (PolicyChanges(limits={"moon": (Decimal(1), None)}), "unknown_code"),
        (PolicyChanges(limits={"cpi": (Decimal("0.8"), Decimal("0.9"))}), "limits_out_of_order"),
        (PolicyChanges(tiers={Tier.LIGHT: []}), "tier_without_dimensions"),
        (PolicyChanges(minimum_share=Decimal(2)), "share_out_of_range"),
        (PolicyChanges(weights={Dimension.COST: 0}), "weight_not_positive"),
    ],
)
def test_a_draft_that_contradicts_itself_is_refused_by_name(changes: PolicyChanges, code: str) -> None:
    with pytest.raises(PolicyError) as refused:
        drafted(DEFAULT_POLICY, changes)
    assert refused.value.code == code


def test_an_effect_names_the_reason_that_makes_the_change() -> None:
    strict = drafted(DEFAULT_POLICY, PolicyChanges(limits={"cpi": (Decimal(1), Decimal("0.97"))}))
    worse = effects(
        [("a", evidence("0.96"), Tier.LIGHT)], replace(DEFAULT_POLICY, minimum_share=Decimal(0)), strict, TODAY
    )
    assert [(each.before, each.after) for each in worse] == [(Level.GREEN, Level.RED)]
    assert worse[0].reason is not None
    assert (worse[0].reason.code, worse[0].reason.level) == ("cpi", Level.RED)
    better = effects([("a", evidence("0.9"), Tier.LIGHT)], DEFAULT_POLICY, LOOSE, TODAY)
    assert better[0].reason is not None
    assert (better[0].after, better[0].reason.code) == (Level.GREEN, "cpi")


LOOSE = drafted(
    DEFAULT_POLICY, PolicyChanges(limits={"cpi": (Decimal("0.8"), Decimal("0.7"))}, minimum_share=Decimal(0))
)


def lenient() -> Any:
    return drafted(DEFAULT_POLICY, PolicyChanges(limits=LENIENT, name="Own limits"))


def save(world: World, **changes: Any) -> HealthPolicyVersion:
    with world.manager.acting() as actor:
        saving = Saving(**{"valid_from": actor.today, "reason": "Agreed by the board", "after": 1, **changes})
        return policy_save(actor=actor, draft=lenient(), saving=saving)


def test_the_preview_shows_who_would_change_on_the_present_evidence_and_stores_nothing(world: World) -> None:
    with world.manager.acting() as actor:
        found = {each.project.code: each.effect for each in policy_effect(actor, lenient())}
    assert {code: (each.before, each.after) for code, each in found.items()}["P-2"][0] is Level.RED
    with tenant(world.organization.id):
        assert not HealthPolicyVersion.objects.exists()
        assert not ProjectHealth.objects.exists()


def test_a_saved_version_judges_from_its_day_and_the_lights_are_computed_anew(world: World) -> None:
    with tenant(world.organization.id):
        health_compute_day(day=TODAY)
    OutboxEvent.objects.all().delete()
    version = save(world)
    assert (version.number, version.author_id) == (2, world.manager.person.pk)
    assert work_off() == 1
    with tenant(world.organization.id):
        newest = ProjectHealth.objects.filter(project=world.hidden).latest("computed_at")
        assert (newest.policy, newest.policy_version) == ("Own limits", 2)
        first = ProjectHealth.objects.filter(project=world.hidden).earliest("computed_at")
        assert (first.policy, first.policy_version, first.overall) == ("default-1", 1, "red")
        assert newest.overall != "red"
        assert policy_on(TODAY - timedelta(days=1)) == DEFAULT_POLICY


def test_a_version_for_a_later_day_waits_for_it(world: World) -> None:
    OutboxEvent.objects.all().delete()
    with world.manager.acting() as actor:
        later = actor.today + timedelta(days=5)
    save(world, valid_from=later)
    assert not OutboxEvent.objects.exists()
    with tenant(world.organization.id):
        assert policy_on(later - timedelta(days=1)).version == 1
        assert policy_on(later).version == 2


def test_a_version_without_reason_or_for_the_past_is_refused(world: World) -> None:
    for changes, field in (({"reason": "  "}, "reason"), ({"valid_from": TODAY - timedelta(days=30)}, "valid_from")):
        with pytest.raises(RuleError) as refused:
            save(world, **changes)
        assert [each.field for each in refused.value.problems] == [field]
    with tenant(world.organization.id):
        assert not HealthPolicyVersion.objects.exists()


def test_of_two_who_drafted_on_the_same_version_the_second_is_told(world: World) -> None:
    save(world)
    with pytest.raises(StaleError):
        save(world)
    with tenant(world.organization.id):
        assert HealthPolicyVersion.objects.count() == 1


def test_a_version_is_never_changed_or_deleted(world: World) -> None:
    version = save(world)
    with tenant(world.organization.id):
        rows = HealthPolicyVersion.objects.filter(pk=version.pk)
        for change in (lambda: rows.update(reason="x"), rows.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


@pytest.mark.parametrize("role", [OrganizationRole.PMO_EXPERT, OrganizationRole.AUDITOR, OrganizationRole.EXECUTIVE])
def test_who_may_only_read_the_policy_sees_words_and_no_field(world: World, role: OrganizationRole) -> None:
    member = make_member(world.organization, role)
    client = client_of(member)
    page = client.get(PAGE).content.decode()
    assert "On track up to 5%, at risk up to 15%" in page
    assert 'name="budget_growth_green"' not in page
    assert client.post(PAGE, {"preview": ""}).status_code == 403
    with member.acting() as actor, pytest.raises(PermissionDenied):
        policy_save(actor=actor, draft=lenient(), saving=Saving(actor.today, "x", 1))
    assert client_of(world.pm).get(PAGE).status_code == 403


OWN = {
    "budget_growth_green": "２５％",
    "budget_growth_amber": "50",
    "finish_slip_green": "50",
    "finish_slip_amber": "100",
}
"""The lenient limits as people type them."""


def typed(client: Client, version: str = "", **changes: str) -> dict[str, str]:
    """What a browser would send back from the page, with some fields typed anew."""
    form = client.get(PAGE + version).context["form"]
    values = {name: form[name].value() for name in form.fields}
    kept = {name: "on" if value is True else str(value) for name, value in values.items() if _is_sent(value)}
    return kept | changes


def _is_sent(value: object) -> bool:
    return value is not None and value is not False


def test_the_page_saves_only_the_draft_whose_effect_was_shown(world: World) -> None:
    client = client_of(world.manager)
    own = {
        "budget_growth_green": "２５％",
        "budget_growth_amber": "50",
        "finish_slip_green": "50",
        "finish_slip_amber": "100",
    }
    draft = typed(client, **own)
    unseen = client.post(PAGE, {**draft, "reason": "Agreed", "save": ""})
    assert unseen.status_code == 422
    shown = client.post(PAGE, {**draft, "preview": ""})
    page = shown.content.decode()
    assert "would change" in page
    assert "P-2 Tunnel" in page
    seen = shown.context["form"]["seen"].value()
    changed = client.post(PAGE, {**draft, "cpi_green": "0.9", "seen": seen, "reason": "Agreed", "save": ""})
    assert changed.status_code == 422
    with tenant(world.organization.id):
        assert not HealthPolicyVersion.objects.exists()
    assert client.post(PAGE, {**draft, "seen": seen, "save": ""}).status_code == 422
    assert client.post(PAGE, {**draft, "seen": seen, "reason": "Agreed", "save": ""}).status_code == 302
    with tenant(world.organization.id):
        assert policy_on(TODAY + timedelta(days=9)).limits["budget_growth"].green == Decimal("0.25")
        assert HealthPolicyVersion.objects.get().reason == "Agreed"


def test_a_limit_out_of_order_is_shown_at_its_field_and_nothing_typed_is_lost(world: World) -> None:
    client = client_of(world.manager)
    answer = client.post(PAGE, typed(client, cpi_green="0.5", name="Typed for an hour") | {"preview": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cpi_amber"]
    assert "Typed for an hour" in page


def test_an_earlier_version_is_taken_up_again_as_a_new_one(world: World) -> None:
    save(world)
    client = client_of(world.manager)
    draft = typed(client, "?version=1")
    assert draft["budget_growth_green"] == "5"
    seen = client.post(PAGE, {**draft, "preview": ""}).context["form"]["seen"].value()
    assert client.post(PAGE, {**draft, "seen": seen, "reason": "Back", "save": ""}).status_code == 302
    with tenant(world.organization.id):
        newest = HealthPolicyVersion.objects.latest("number")
        assert (newest.number, newest.restores) == (3, 1)
        assert newest.policy.limits == DEFAULT_POLICY.limits
    assert client.get(f"{PAGE}?version=9").status_code == 404


def test_the_policy_is_read_previewed_and_saved_over_the_api(world: World) -> None:
    caller = world.caller(world.manager)
    read = caller.get("portfolio/policy/").json()
    assert (read["name"], read["newest"], read["limits"]["cpi"]["green"]) == ("default-1", 1, "0.95")
    limits = {code: {"green": str(green), "amber": str(amber)} for code, (green, amber) in LENIENT.items()}
    effect = caller.post("portfolio/policy/preview/", {"limits": limits}).json()
    assert effect["moved"] == len(effect["items"]) > 0
    assert {"P-2"} <= {each["project_code"] for each in effect["items"]}
    saved = caller.post("portfolio/policy/", {"limits": limits, "reason": "Agreed", "after": 1})
    assert (saved.status_code, saved.json()["version"]) == (201, 2)
    again = caller.post("portfolio/policy/", {"limits": limits, "reason": "Agreed", "after": 1})
    assert again.status_code in {409, 412}
    assert caller.get("portfolio/policy/versions/1/").json()["limits"]["budget_growth"]["green"] == "0.05"
    assert [each["version"] for each in caller.get("portfolio/policy/versions/").json()["items"]] == [2]
    problem(caller.get("portfolio/policy/versions/7/"), 404, "not_found")
    bad = problem(caller.post("portfolio/policy/preview/", {"limits": {"moon": {"green": 1, "amber": 2}}}), 422, "rule")
    assert fields_of(bad) == {("limits.moon", "unknown_code")}


def test_limits_that_are_one_leave_no_room_for_at_risk() -> None:
    assert limit_text(Limit("missing_count", Decimal(0), Decimal(0))) == "On track up to 0, beyond it off track"
    assert limit_text(Limit("issue_count", Decimal(0), Decimal(2))) == "On track up to 0, at risk up to 2"
