"""Settings are versioned; the operating model is switched with a date and a reason, and rights follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from pmo_site.accounts.errors import ReasonMissingError, SameModelError
from pmo_site.accounts.models import OperatingModelSwitch, OrganizationSettings
from pmo_site.accounts.policy import may
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OperatingModel, OrganizationRole
from pmo_site.accounts.services.settings import SettingsFacts, operating_model_switch, settings_revise
from pmo_site.audit.history import history_of
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.tenancy.models import Organization
from tests.accounts.world import Member, make_member

FACTS = SettingsFacts(
    language="ja",
    time_zone="Asia/Tokyo",
    fiscal_year_start=4,
    country="JP",
    closing="government",
    currency="JPY",
)


def test_the_first_revision_makes_the_row_and_a_stale_one_is_refused(administrator: Member) -> None:
    with administrator.acting() as actor:
        assert settings_revise(actor=actor, version=1, facts=FACTS).version == 2
        with pytest.raises(StaleError) as stale:
            settings_revise(actor=actor, version=1, facts=replace(FACTS, currency="CAD"))
        assert stale.value.current_version == 2
        assert OrganizationSettings.objects.get().currency == "JPY"


@pytest.mark.parametrize(("field", "value"), [("currency", "yen"), ("fiscal_year_start", 13), ("closing", "never")])
def test_a_wrong_value_is_refused_at_its_field(administrator: Member, field: str, value: object) -> None:
    with administrator.acting() as actor, pytest.raises(RuleError) as refused:
        settings_revise(actor=actor, version=1, facts=replace(FACTS, **{field: value}))  # type: ignore[arg-type]  # wrong on purpose
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_member_changes_no_settings(member: Member) -> None:
    with member.acting() as actor, pytest.raises(PermissionDenied):
        settings_revise(actor=actor, version=1, facts=FACTS)


def test_a_switch_changes_the_rights_of_pmo_roles_and_back(organization: Organization, manager: Member) -> None:
    expert = make_member(organization, OrganizationRole.PMO_EXPERT)
    held = []
    for model in (OperatingModel.SEPARATE, OperatingModel.COMBINED):
        with expert.acting() as actor:
            held.append(may(actor, Right.PROJECT_CHANGE))
        with manager.acting() as actor:
            operating_model_switch(actor=actor, model=model, reason=f"to {model}")
    with expert.acting() as actor:
        held.append(may(actor, Right.PROJECT_CHANGE))
        switches = list(OperatingModelSwitch.objects.values_list("model", "reason", "switched_by"))
        history = history_of(OrganizationSettings.objects.get())
    assert held == [True, False, True]
    assert switches == [
        ("combined", "to combined", manager.person.id),
        ("separate", "to separate", manager.person.id),
    ]
    assert [[difference.after for difference in change.differences] for change in history[:2]] == [
        ["combined"],
        ["separate"],
    ]
    assert history[0].context["user"] == str(manager.user.pk)


def test_only_a_pmo_manager_switches_and_only_with_a_reason(administrator: Member, manager: Member) -> None:
    with administrator.acting() as actor, pytest.raises(PermissionDenied):
        operating_model_switch(actor=actor, model=OperatingModel.SEPARATE, reason="because")
    with manager.acting() as actor:
        with pytest.raises(ReasonMissingError):
            operating_model_switch(actor=actor, model=OperatingModel.SEPARATE, reason="  ")
        with pytest.raises(SameModelError):
            operating_model_switch(actor=actor, model=OperatingModel.COMBINED, reason="because")
        assert not OperatingModelSwitch.objects.exists()
