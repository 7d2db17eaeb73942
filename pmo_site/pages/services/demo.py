"""Loads the demo: two organizations that know nothing of each other, with people in every role."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pmo_site.accounts.models import (
    Department,
    Membership,
    MembershipRole,
    Numbering,
    OrganizationSettings,
    Person,
    User,
)
from pmo_site.accounts.numbering import numbering_id
from pmo_site.accounts.roles import ProjectRole
from pmo_site.jobs.runs import run_once
from pmo_site.kernel import clock
from pmo_site.kernel.parsing import fold
from pmo_site.pages.demo.cast import CAST, DEMO_PASSWORD, DemoPerson
from pmo_site.pages.demo.course import Plan
from pmo_site.pages.demo.projects import PROJECTS, DemoProject
from pmo_site.pages.demo.titles import TITLES
from pmo_site.pages.services.demo_diary import past
from pmo_site.pages.services.demo_logs import demo_logs_load
from pmo_site.pages.services.demo_reports import demo_reports_load
from pmo_site.pages.services.demo_story import story_tell
from pmo_site.pages.services.demo_talk import demo_talk_load
from pmo_site.tenancy.context import tenant
from pmo_site.tenancy.models import Organization
from portfolio.services.health import health_ask_daily
from projects.models import Milestone, Project, ProjectMember
from projects.services.member import member_tell

DEMO = "demo.loaded"
"""The run by which an organization is known to have been made by the demo."""


@dataclass(frozen=True, slots=True)
class DemoOrganization:
    """One organization of the demo; with a mark, every text of it carries those letters, so that none goes astray."""

    slug: str
    name: str
    mark: str = ""

    def text(self, words: str) -> str:
        """The words as this organization writes them."""
        return f"{words}（{self.mark}）" if self.mark else words


HOKUTO = DemoOrganization("hokuto", "北斗ホールディングス")
MINATO = DemoOrganization("minato", "みなと市役所", mark="みなと市")


def demo_load(organizations: tuple[DemoOrganization, ...] = (HOKUTO, MINATO), *, story: Sequence[Plan] = ()) -> bool:
    """Create the organizations that are not there yet; whether any was.

    The first one may get a story: these further projects, and a past of three fiscal years for all of them.
    """
    missing = [each for each in organizations if not Organization.objects.filter(slug=each.slug).exists()]
    for each in missing:
        _load(each, story if each is organizations[0] else ())
    return bool(missing)


def email_of(organization: DemoOrganization, person: DemoPerson) -> str:
    """The demo's sign-in of a person."""
    return f"{person.key}@{organization.slug}.example"


def _load(demo: DemoOrganization, story: Sequence[Plan]) -> Organization:
    with transaction.atomic():
        organization = Organization.objects.create(slug=demo.slug, name=demo.name)
        with tenant(organization.id, history={"system": "demo"}):
            OrganizationSettings.objects.create()
            Numbering.objects.create(id=numbering_id("project"), kind="project", prefix="P-26", digits=2)
            today = clock.now().date()
            password = make_password(DEMO_PASSWORD)
            people = {person.key: _person(demo, person, password) for person in CAST}
            with past() if story else nullcontext():
                projects = [_project(demo, number, facts, today) for number, facts in enumerate(PROJECTS, start=1)]
                _assign(people, projects, today)
            if story:
                story_tell(slug=demo.slug, people=people, projects=projects, plans=story)
                demo_talk_load(people=people)
            else:
                demo_logs_load(text=demo.text, projects=projects, people=people, today=today)
                demo_reports_load(text=demo.text, projects=projects, people=people)
            health_ask_daily(organization_id=organization.id, day=clock.today("Asia/Tokyo"))
            run_once(DEMO, demo.slug, lambda: {"projects": len(projects)})
    return organization


def _person(demo: DemoOrganization, facts: DemoPerson, password: str) -> Person:
    user = User.objects.create(email=email_of(demo, facts), password=password)
    person = Person.objects.create(
        family_name=facts.family,
        given_name=demo.text(facts.given),
        family_name_reading=facts.family_reading,
        given_name_reading=demo.text(facts.given_reading),
        email=user.email,
    )
    membership = Membership.objects.create(user=user, person=person)
    MembershipRole.objects.bulk_create(MembershipRole(membership=membership, role=role) for role in facts.roles)
    return person


def _department(demo: DemoOrganization, name: str) -> Department:
    words = demo.text(name)
    return Department.objects.get_or_create(folded_name=fold(words), defaults={"name": words})[0]


def _project(demo: DemoOrganization, number: int, facts: DemoProject, today: date) -> Project:
    def day(offset: int) -> date:
        return today + timedelta(days=offset)

    is_finished = facts.percent == 100  # noqa: PLR2004  all of it
    name = demo.text(facts.name)
    project = Project.objects.create(
        code=f"{demo.mark or 'P'}-26{number:02d}",
        name=name,
        folded_name=fold(name),
        reading=demo.text(TITLES[facts.name]),
        purpose=demo.text(facts.purpose),
        department=_department(demo, facts.department),
        tier=facts.tier,
        status=facts.status,
        baseline_start=day(facts.start),
        baseline_finish=day(facts.baseline_finish),
        forecast_start=day(facts.start),
        forecast_finish=day(facts.forecast_finish),
        actual_start=day(facts.start) if facts.start < 0 else None,
        actual_finish=day(facts.forecast_finish) if is_finished else None,
        original_budget=facts.money(0),
        latest_budget=facts.money(1),
        actual_cost=facts.money(2),
        percent_complete=facts.percent,
        imported_note=demo.mark,
    )
    Milestone.objects.bulk_create(
        Milestone(
            project=project,
            name=demo.text(stone.name),
            baseline_on=day(stone.baseline),
            forecast_on=day(stone.forecast),
            actual_on=None if stone.reached is None else day(stone.reached),
        )
        for stone in facts.milestones
    )
    return project


def _assign(people: dict[str, Person], projects: list[Project], today: date) -> None:
    """Give everybody their role; the remaining projects stay with the first two managers."""
    start = today - timedelta(days=400)
    rows = [
        ProjectMember(
            project=projects[facts.project], person=people[facts.key], role=facts.project_role, starts_on=start
        )
        for facts in CAST
        if facts.project_role
    ]
    rows += [
        ProjectMember(
            project=project,
            person=people["pm" if place % 2 else "pm-other"],
            role=ProjectRole.PROJECT_MANAGER,
            starts_on=start,
            allocation=30,
        )
        for place, project in enumerate(projects[2:5])
    ]
    ProjectMember.objects.bulk_create(rows)
    for row in rows:
        member_tell(member=row)
