from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from pmo_site.accounts.models import Membership, Person
from pmo_site.accounts.policy import may, rights_on, scoped_models, visible
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import ProjectRole
from pmo_site.audit.history import history_of
from pmo_site.jobs.models import OutboxEvent
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.notifications.models import Notice
from projects.models import Milestone, Project, ProjectMember
from projects.selectors import project_list
from projects.services.member import grant_give, grant_withdraw, member_add
from projects.services.milestone import milestone_create, milestone_delete, milestone_undelete
from projects.services.project import project_archive, project_create, project_restore, project_revise
from tests.projects.cast import Cast


def test_a_project_without_a_code_gets_the_organizations_next_free_number(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        Project.objects.create(code="P-2601X", name="in the way", folded_name="")
        first = project_create(actor=actor, values={"name": "Ａｌｐｈａ"})
        second = project_create(actor=actor, values={"name": "Beta"})
        assert (first.code, second.code) == ("P-2607", "P-2608")
        assert first.folded_name == "alpha"


def test_a_stale_revision_is_refused_and_nothing_is_stored(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        project_revise(actor=actor, project=project, version=1, values={"name": "first"})
        with pytest.raises(StaleError) as refused:
            project_revise(actor=actor, project=project, version=1, values={"name": "second"})
        assert refused.value.current_version == 2
        assert Project.objects.get(pk=project.pk).name == "first"


def test_a_finish_before_its_start_is_refused_at_its_field(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        assert project.baseline_start is not None
        wrong = {"baseline_finish": project.baseline_start - timedelta(days=1)}
        with pytest.raises(RuleError) as refused:
            project_revise(actor=actor, project=project, version=1, values=wrong)
        assert [(problem.field, problem.code) for problem in refused.value.problems] == [
            ("baseline_finish", "finish_before_start")
        ]


def test_a_taken_code_is_refused_at_its_field(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor, pytest.raises(RuleError, match="code: taken"):
        project_create(actor=actor, values={"name": "twice", "code": "P-2601"})


def test_whoever_may_not_change_money_changes_none(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("lead") as actor:
        project_revise(actor=actor, project=project, version=1, values={"purpose": "clearer"})
        with pytest.raises(PermissionDenied):
            project_revise(actor=actor, project=project, version=2, values={"latest_budget": Decimal(1)})
        assert Project.objects.get(pk=project.pk).latest_budget == Decimal(2_104_000_000)


def test_whoever_only_sees_a_project_changes_nothing_of_it(cast: Cast) -> None:
    project = cast.project()
    for key in ("stakeholder", "member", "sponsor", "auditor", "executive", "none", "pm-other"):
        with cast.acting(key) as actor, pytest.raises(PermissionDenied):
            project_revise(actor=actor, project=project, version=1, values={"name": "mine"})
    assert cast.project().version == 1


def test_a_change_asks_for_health_in_the_same_transaction(cast: Cast) -> None:
    project = cast.project()
    OutboxEvent.objects.all().delete()
    with cast.acting("pm") as actor:
        project_revise(actor=actor, project=project, version=1, values={"percent_complete": Decimal(55)})
    event = OutboxEvent.objects.get()
    assert (event.task, event.arguments) == ("portfolio.assess_project", {"project_id": str(project.pk)})


def test_an_archived_project_leaves_the_lists_and_comes_back(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as actor:
        archived = project_archive(actor=actor, project=project, version=1)
        assert project.pk not in project_list(actor).values_list("pk", flat=True)
        project_restore(actor=actor, project=archived, version=2)
        assert project.pk in project_list(actor).values_list("pk", flat=True)


def test_support_acts_for_the_manager_and_history_names_both(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pso") as actor:
        project_revise(actor=actor, project=project, version=1, values={"purpose": "prepared by support"})
        newest = history_of(project)[0]
        manager = Person.objects.get(email="pm@hokuto.example")
        assert newest.context["user"] == str(actor.user_id)
        assert newest.context["on_behalf_of"] == str(manager.pk)


def test_a_managers_own_change_is_on_nobodys_behalf(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        project_revise(actor=actor, project=project, version=1, values={"purpose": "my own words"})
        assert "on_behalf_of" not in history_of(project)[0].context


def test_a_project_has_one_accountable_manager_at_any_date(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as actor:
        other = Person.objects.get(email="pm-other@hokuto.example")
        values = {"person": other, "role": ProjectRole.PROJECT_MANAGER.value, "starts_on": actor.today}
        with pytest.raises(RuleError, match="role: second_manager"):
            member_add(actor=actor, project=project, values=values)
        present = ProjectMember.objects.get(project=project, role=ProjectRole.PROJECT_MANAGER)
        present.ends_on = actor.today - timedelta(days=1)
        present.save()
        member_add(actor=actor, project=project, values=values)


def test_a_single_grant_opens_money_on_one_project_and_nothing_else(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as actor:
        membership = Membership.objects.get(person__email="stakeholder@hokuto.example")
        grant_give(actor=actor, project=project, right=Right.MONEY_VIEW, membership=membership)
    with cast.acting("stakeholder") as actor:
        assert may(actor, Right.MONEY_VIEW, project)
        assert not may(actor, Right.PROJECT_CHANGE, project)
        assert list(Project.objects.visible_to(actor, Right.MONEY_VIEW)) == [project]
    with cast.acting("pmo-manager") as actor:
        grant_withdraw(actor=actor, project=project, right=Right.MONEY_VIEW, membership=membership)
    with cast.acting("stakeholder") as actor:
        assert not may(actor, Right.MONEY_VIEW, project)


def test_a_project_manager_cannot_grant_what_only_the_pmo_may(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        membership = Membership.objects.get(person__email="none@hokuto.example")
        with pytest.raises(PermissionDenied):
            grant_give(actor=actor, project=project, right=Right.MONEY_VIEW, membership=membership)


def test_a_deleted_milestone_comes_back_under_its_old_id(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pm") as actor:
        milestone = milestone_create(actor=actor, project=project, values={"name": "go-live"})
        milestone_delete(actor=actor, milestone=milestone, version=1)
        assert not Milestone.objects.filter(pk=milestone.pk).exists()
        back = milestone_undelete(actor=actor, milestone_id=milestone.pk)
        assert back is not None
        assert (back.pk, back.name) == (milestone.pk, "go-live")
        assert milestone_undelete(actor=actor, milestone_id=milestone.pk) is None


@pytest.mark.parametrize("key", ["executive", "pmo-manager", "pso", "pm", "pm-other", "lead", "stakeholder", "none"])
def test_the_answers_for_a_record_for_a_list_and_for_some_rows_agree(cast: Cast, key: str) -> None:
    with cast.acting(key) as actor:
        for kind in scoped_models():
            held = rights_on(actor, list(kind._default_manager.all()))
            for right in Right:
                listed = set(visible(actor, right, kind._default_manager.all()).values_list("pk", flat=True))
                asked = {record.pk for record in kind._default_manager.all() if may(actor, right, record)}
                assert listed == asked, (kind.__name__, right)
                assert asked == {pk for pk, rights in held.items() if right in rights}, (kind.__name__, right)


def test_somebody_who_gets_a_role_is_told_of_it_and_nobody_of_their_own(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        project = Project.objects.create(code="P-NEW", name="new", folded_name="new")
        lead = Person.objects.get(email="lead@hokuto.example")
        member_add(actor=actor, project=project, values={"person": lead, "role": "member", "starts_on": actor.today})
        own = {"person_id": actor.person_id, "role": "sponsor", "starts_on": actor.today}
        member_add(actor=actor, project=project, values=own)
        (told,) = Notice.objects.filter(subject_id=project.pk)
    assert (told.person_id, told.facts) == (lead.pk, {"role": "member", "starts_on": actor.today.isoformat()})
    page = cast.client("lead").get(cast.address("inbox/")).content.decode()
    assert "You are Project member of P-NEW new from" in page
    page = cast.client("lead", "ja").get(cast.address("inbox/")).content.decode()
    assert "「P-NEW new」のプロジェクトメンバーになりました。" in page
