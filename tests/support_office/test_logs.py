"""Risks, issues and actions: scored and sorted, raised and triaged, converted and taken back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.notifications.models import Notice
from pmo_site.resources.resource import resource_named
from pmo_site.resources.services.batches import batch_keep, batch_undo
from support_office.domain.logs import RiskState
from support_office.models import Action, Issue, Risk, RiskScale
from support_office.selectors.logs import exposure, issue_of, risk_rows
from support_office.selectors.scales import scale_to_edit
from support_office.services.action import action_make
from support_office.services.conversion import issue_delete, risk_convert
from support_office.services.issue import issue_create, issue_revise
from support_office.services.overdue import overdue_tell_daily
from support_office.services.risk import risk_create, risk_revise
from support_office.services.scale import scale_set
from support_office.services.triage import entry_accept, entry_merge, entry_raise, entry_return
from tests.projects.cast import Cast


def of(title: str) -> Risk:
    """A risk of the demo, as a finder reads it."""
    return Risk.objects.select_related("project", "owner").get(title__startswith=title)


def test_a_risk_is_scored_and_numbered_when_it_is_written(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        values = {"title": "x", "probability": 4, "impact": 4, "loss_amount": Decimal(1000), "kind": "threat"}
        risk = risk_create(actor=actor, project=cast.project(), values=values)
        assert (risk.score, risk.zone, risk.live_score, risk.expected_loss) == (16, "extreme", 16, Decimal("700.00"))
        assert risk.code == f"R-{risk.number:03d}"
        assert Risk.objects.filter(number=risk.number).count() == 1
        worse = risk_revise(actor=actor, risk=risk, version=1, values={"probability": 5})
        assert (worse.score, worse.trend) == (20, "worse")
        closed = risk_revise(actor=actor, risk=worse, version=2, values={"state": "closed"})
        assert (closed.score, closed.live_score, closed.closed_on) == (20, None, actor.today)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"probability": 4, "impact": None}, "impact", "half_rated"),
        ({"strategy": "share"}, "strategy", "strategy_of_other_kind"),
        ({"state": "raised"}, "state", "no_such_move"),
        ({"state": "merged"}, "state", "no_such_move"),
        ({"loss_amount": Decimal(-1)}, "loss_amount", "negative"),
    ],
)
def test_a_risk_that_makes_no_sense_is_refused_at_its_field(
    cast: Cast, values: dict[str, object], field: str, code: str
) -> None:
    with cast.acting("pm") as actor:
        before = of("業務キーパーソン")
        with pytest.raises(RuleError) as refusal:
            risk_revise(actor=actor, risk=of("業務キーパーソン"), version=before.version, values=values)
        assert (field, code) in [(each.field, each.code) for each in refusal.value.problems]
        assert of("業務キーパーソン").version == before.version


def test_who_raises_an_issue_is_not_looked_up_again_and_stands_on_it(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        project = cast.project()
        with CaptureQueriesContext(connection) as asked:
            issue = issue_create(actor=actor, project=project, values={"title": "x", "priority": "high"})
        assert not [each for each in asked if "accounts_person" in each["sql"].partition("FROM")[2]]
        assert Issue.objects.get(pk=issue.pk).raised_by_id == actor.person_id


def test_somebody_unknown_is_refused_where_they_are_named(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        values = {"title": "x", "priority": "high", "owner_id": uuid4()}
        with pytest.raises(RuleError) as error:
            issue_create(actor=actor, project=cast.project(), values=values)
        assert [each.field for each in error.value.problems] == ["owner"]


def test_who_only_sees_the_project_changes_no_log(cast: Cast) -> None:
    for key in ("stakeholder", "member", "sponsor"):
        with cast.acting(key) as actor:
            risk = of("業務キーパーソン")
            with pytest.raises(PermissionDenied):
                risk_revise(actor=actor, risk=risk, version=risk.version, values={"title": "y"})
            with pytest.raises(PermissionDenied):
                risk_convert(actor=actor, risk=risk, version=risk.version)
    with cast.acting("pm"):
        assert of("業務キーパーソン").version == 1


def test_money_is_written_by_who_may_see_it_alone(cast: Cast) -> None:
    with cast.acting("lead") as actor:
        risk = of("業務キーパーソン")
        with pytest.raises(PermissionDenied):
            risk_revise(actor=actor, risk=risk, version=1, values={"loss_amount": Decimal(1)})
        revised = risk_revise(actor=actor, risk=of("業務キーパーソン"), version=1, values={"probability": 5})
        assert revised.expected_loss == Decimal("22500000.00")


def test_a_risk_that_occurs_becomes_one_issue_however_often_it_is_asked(cast: Cast) -> None:
    with cast.acting("pso") as actor:
        risk = of("業務キーパーソン")
        issue, made = risk_convert(actor=actor, risk=risk, version=risk.version)
        again, made_again = risk_convert(actor=actor, risk=of("業務キーパーソン"), version=risk.version)
        assert (made, made_again, again) == (True, False, issue)
        assert (issue.risk, issue.title, issue.priority, issue.owner) == (risk, risk.title, "high", risk.owner)
        assert of("業務キーパーソン").state == RiskState.OCCURRED


def test_setting_the_state_to_occurred_makes_the_issue_too_and_going_back_takes_it_along(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        risk = risk_revise(actor=actor, risk=of("委託先の要員"), version=1, values={"state": "occurred"})
        assert issue_of(risk) is not None
        back = risk_revise(actor=actor, risk=risk, version=risk.version, values={"state": "open"})
        assert issue_of(back) is None


def test_an_issue_that_was_worked_on_stays_when_its_risk_goes_back(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        risk = risk_revise(actor=actor, risk=of("委託先の要員"), version=1, values={"state": "occurred"})
        issue = issue_of(risk)
        assert issue is not None
        issue_revise(actor=actor, issue=issue, version=1, values={"progress": "begun"})
        back = risk_revise(actor=actor, risk=risk, version=risk.version, values={"state": "open"})
        assert issue_of(back) == issue


def test_a_conversion_is_undone_by_one_click(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        risk = of("業務キーパーソン")
        issue, _made = risk_convert(actor=actor, risk=risk, version=risk.version)
        resource = resource_named("issues")
        assert resource is not None
        batch = batch_keep(actor=actor, resource=resource, entries=[(issue.pk, None, issue.version)])
        assert batch is not None
        assert batch_undo(actor=actor, batch=batch, resource=resource).records == 1
        assert (of("業務キーパーソン").state, Issue.objects.filter(pk=issue.pk).exists()) == ("responding", False)


def test_actions_keep_the_link_and_the_same_title_makes_one(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        issue = Issue.objects.select_related("project", "owner").get(title__startswith="未承認の帳票")
        action, made = action_make(actor=actor, source=issue, values={"title": "決める"})
        again, made_again = action_make(actor=actor, source=issue, values={"title": "決める "})
        other, _made = action_make(actor=actor, source=issue, values={"title": "集める"})
        assert (made, made_again, again) == (True, False, action)
        assert {action.issue_id, other.issue_id} == {issue.pk}
        assert Action.objects.filter(issue=issue).count() == 2
        with pytest.raises(RuleError) as refusal:
            issue_delete(actor=actor, issue=issue, version=issue.version)
        assert refusal.value.problems[0].code == "in_use"


def test_a_stakeholder_raises_and_the_keepers_are_told(cast: Cast) -> None:
    with cast.acting("stakeholder") as actor:
        risk = entry_raise(
            actor=actor, project=cast.project(), kind=Risk, title="t", happens="it leaks", concern="very bad"
        )
        assert (risk.state, risk.cause, risk.effect, risk.raised_by_id) == (
            "raised",
            "it leaks",
            "very bad",
            actor.person_id,
        )
        told = Notice.objects.filter(kind="support_office.log_triage", subject_id=risk.pk)
        assert told.count() == 4
        assert {each.route for each in told} == {"support_office:triage:queue"}
        with pytest.raises(PermissionDenied):
            entry_accept(actor=actor, entry=risk, version=risk.version)


def test_a_raised_entry_is_accepted_merged_or_returned_once(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        risk, issue = Risk.objects.get(state="raised"), Issue.objects.get(state="raised")
        accepted = entry_accept(actor=actor, entry=risk, version=risk.version)
        assert accepted.state == "open"
        with pytest.raises(RuleError) as refusal:
            entry_return(actor=actor, entry=accepted, version=accepted.version, reason="late")
        assert refusal.value.problems[0].code == "triaged_already"
        with pytest.raises(RuleError):
            entry_return(actor=actor, entry=issue, version=issue.version, reason="  ")
        returned = entry_return(actor=actor, entry=issue, version=issue.version, reason="研修は別の日です。")
        assert (returned.state, returned.return_reason) == ("returned", "研修は別の日です。")
    page = cast.client("member").get(cast.address("inbox/")).content.decode()
    assert "研修は別の日です。" in page


def test_merging_keeps_both_and_only_within_the_project(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        raised, target = Risk.objects.get(state="raised"), of("業務キーパーソン")
        elsewhere = of("現地規制")
        with pytest.raises(RuleError):
            entry_merge(actor=actor, entry=raised, version=raised.version, into=elsewhere.pk)
        merged = entry_merge(
            actor=actor, entry=Risk.objects.get(state="raised"), version=raised.version, into=target.pk
        )
        assert (merged.state, merged.merged_into_id) == ("merged", target.pk)


def test_a_stale_decision_is_refused(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        raised = Risk.objects.get(state="raised")
        with pytest.raises(StaleError):
            entry_accept(actor=actor, entry=raised, version=raised.version + 1)
        assert Risk.objects.get(pk=raised.pk).state == "raised"


def test_an_owner_is_told_once_that_an_entry_is_theirs(cast: Cast) -> None:
    with cast.acting("pm") as actor:
        member = cast.user("member").memberships.get(ended_at=None).person_id
        risk_revise(actor=actor, risk=of("業務キーパーソン"), version=1, values={"owner_id": member})
        assert Notice.objects.filter(kind="support_office.log_owner", person_id=member).count() == 1


def test_what_is_overdue_is_told_once_a_day_for_each_owner_and_project(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        for _time in range(2):
            assert overdue_tell_daily(day=actor.today) is not None
        notices = Notice.objects.filter(kind="support_office.log_overdue")
        assert notices.count() == 4
        facts = [each.facts for each in notices if each.person_id == of("購買SaaS").owner_id]
        assert facts == [{"risks": "1", "issues": "0", "actions": "0"}]
        overdue_tell_daily(day=actor.today + timedelta(days=1))
        assert notices.all().count() > 4


def test_exposure_sums_what_the_reader_may_see_and_counts_the_rest(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        every = exposure(actor, risk_rows(actor))
        losses = Risk.objects.filter(state__in=("open", "responding"), kind="threat", expected_loss__isnull=False)
        assert every.sums == (("JPY", sum(each.expected_loss for each in losses if each.expected_loss)),)
        assert (every.left_out, every.unestimated) == (0, 2)
    with cast.acting("lead") as actor:
        hidden = exposure(actor, Risk.objects.filter(project__code="P-2601"))
        assert (hidden.sums, hidden.estimated, hidden.left_out) == ((), 0, 5)


def test_a_new_scale_moves_every_risk_into_its_zone(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        stands = scale_to_edit()
        words = {name: getattr(stands, name) for name in ("probability_ja", "probability_en", "impact_ja", "impact_en")}
        limits = {"moderate_from": 4, "high_from": 8, "extreme_from": 12}
        values = {**words, **limits, "shares": [20, 40, 60, 80, 95], "contingency": 5}
        stored = scale_set(actor=actor, version=1, values=values)
        assert (stored.version, RiskScale.objects.count()) == (2, 1)
        moved = of("業務キーパーソン")
        assert (moved.zone, moved.expected_loss) == ("extreme", Decimal("15000000.00"))
        with pytest.raises(StaleError):
            scale_set(actor=actor, version=1, values=values)
        with pytest.raises(RuleError):
            scale_set(actor=actor, version=2, values=values | {"high_from": 2})
    with cast.acting("pm") as actor, pytest.raises(PermissionDenied):
        scale_set(actor=actor, version=2, values=values)
