"""Status reports are found by what they say, their period and their project, by whoever may read them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from pmo_site.accounts.models import Person
from pmo_site.accounts.roles import ProjectRole
from pmo_site.kernel import clock
from pmo_site.resources.search.selectors import finds
from projects.models import Project, ProjectMember
from support_office.domain.report import ReportState
from support_office.models import StatusReport
from tests.accounts.world import Member
from tests.resources.office import Office, make_office


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001  the database is open
    """Two projects, each with an accepted report and a draft."""
    office = make_office()
    with office.inside():
        for project in Project.objects.all():
            for number, state in enumerate((ReportState.ACCEPTED, ReportState.DRAFT), start=10):
                StatusReport.objects.create(
                    project=project,
                    number=number,
                    state=state,
                    overall="green",
                    accepted_by=Person.objects.all()[0],
                    submitted_at=clock.now(),
                    accepted_at=clock.now(),
                    summary=f"キカン {state} of {project.name}",
                    ask_text="Decide on 予備費（ヨビヒ）",
                    period_from=f"2026-{number}-01",
                    period_to=f"2026-{number}-28",
                )
    return office


def reports(member: Member, typed: str) -> list[tuple[str, str]]:
    """What a member finds: the report's number, and the project that it is about."""
    with member.acting() as actor, override("en"):
        return [
            (row.title.split(" · ")[0].split()[-1], str(row.owner))
            for found in finds(actor, typed, each=9, kinds=["reports"])
            for row in found.rows
        ]


SPELLED = [
    "kikan bridge",
    "bridge ﾖﾋﾞﾋ 2026/10",
    "予備費 P-1 2026年10月",
    "2026-10-28 p-1",
    "２０２６．１０．１ ｂｒｉｄｇｅ",
]


@pytest.mark.parametrize("typed", SPELLED)
def test_a_report_is_found_by_its_words_its_period_and_its_project(office: Office, typed: str) -> None:
    assert ("10", "P-1 Bridge") in reports(office.world.pm, typed)
    assert reports(office.world.pm, f"{typed} tunnel") == []


def test_a_draft_is_found_by_those_who_write_and_judge_it_alone(office: Office) -> None:
    everything = [("10", "P-1 Bridge"), ("10", "P-2 Tunnel"), ("11", "P-1 Bridge"), ("11", "P-2 Tunnel")]
    assert sorted(reports(office.world.manager, "kikan")) == everything
    assert sorted(reports(office.world.pm, "kikan")) == [("10", "P-1 Bridge"), ("11", "P-1 Bridge")]
    with office.inside():
        ProjectMember.objects.filter(person=office.world.lead.person).update(role=ProjectRole.STAKEHOLDER)
    assert reports(office.world.lead, "kikan") == [("10", "P-1 Bridge")]
    assert reports(office.world.lead, "draft") == []
    with office.inside():
        ProjectMember.objects.filter(person=office.world.lead.person).delete()
    assert reports(office.world.lead, "kikan") == []


def test_a_find_opens_the_report_and_those_of_archived_projects_are_left_out(office: Office) -> None:
    desk = office.pm
    (line,) = desk.get("search/?q=kikan+draft").context["groups"][0].lines
    assert line.title == "Status report No. 11 · Sat 28 Nov 2026"
    assert line.said == "キカン draft of Bridge Decide on 予備費（ヨビヒ）"
    assert "キカン draft of Bridge" in desk.page(line.url.removeprefix(desk.base))
    with office.inside():
        Project.objects.update(archived_at=clock.now())
    assert reports(office.world.manager, "kikan") == []
