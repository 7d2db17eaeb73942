"""Lets the demo's company live through its past: on each day its records say what was known, and are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import F

from pmo_site.accounts.models import Department, Person
from pmo_site.accounts.roles import ProjectRole
from pmo_site.kernel.calendar import fiscal_year
from pmo_site.kernel.parsing import fold
from pmo_site.pages.demo.company import LEADS
from pmo_site.pages.demo.course import ANNOUNCED_BEFORE, MILLION, Plan, StateOn, first_on, plan_on
from pmo_site.pages.demo.projects import PROJECTS
from pmo_site.pages.demo.story import FIRST_ENGLISH, FIRST_TOLD
from pmo_site.pages.demo.titles import TITLES
from pmo_site.pages.services.demo_company import (
    company_departments_store,
    company_people_store,
    company_recipients_store,
    company_structure_store,
)
from pmo_site.pages.services.demo_diary import Dated, diary_change, diary_date, diary_store, past
from pmo_site.pages.services.demo_story_logs import StoryLogs
from pmo_site.pages.services.demo_story_reports import StoryReports
from portfolio.services.health import health_compute_day
from projects.domain.project import GovernanceTier
from projects.models import Milestone, Project, ProjectMember
from support_office.selectors.schedules import Clock, organization_clock

MONTHS = 30
SPONSORS = {2: "fujii", 3: "murata", 4: "ueno", 5: "kuroda", 6: "nomura"}
"""Who pays for the first projects, by number; the first one has its own."""
_FACTS = ("status", "forecast_finish", "actual_start", "actual_finish", "percent_complete", "latest_budget",
          "actual_cost", "baselined_on")  # fmt: skip
_STONE = ("forecast_on", "actual_on")
MORNING = time(9, 10)


@dataclass(slots=True)
class Story:
    """The company while it is told: its clock, its people, what stands of it by now."""

    at: Clock
    people: dict[str, Person]
    departments: dict[str, Department]
    projects: dict[int, Project]
    plans: Mapping[int, Plan]
    stones: dict[int, list[Milestone]] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        """A day of the story."""
        return self.at.today + timedelta(days=offset)

    def moment(self, offset: int) -> datetime:
        """The morning of a day of the story; what is told before it has come is told now."""
        return min(datetime.combine(self.day(offset), MORNING, self.at.zone), self.at.now)


def story_tell(*, slug: str, people: Mapping[str, Person], projects: Sequence[Project], plans: Sequence[Plan]) -> None:
    """Tell the past of a company whose first people and projects are there, up to and with today."""
    departments = company_departments_store()
    everybody = {**people, **company_people_store(slug=slug, departments=departments)}
    told = {plan.number: plan for plan in plans}
    story = Story(organization_clock(), everybody, departments, dict(enumerate(projects, start=1)), told)
    with past():
        _begin(story)
        logs = StoryLogs(story.at, story.people, story.projects, plans)
        reports = StoryReports(story.at, story.people, story.projects, plans)
        for offset in _days(story, reports):
            _announce(story, offset)
            reports.schedule()
            _live(story, offset)
            logs.live(offset)
            health_compute_day(day=story.day(offset), is_told=offset == 0)
            reports.write(offset)
    starts = {plan.number: story.day(plan.start - ANNOUNCED_BEFORE) for plan in plans}
    starts |= {number: story.day(facts.start) for number, facts in enumerate(PROJECTS, start=1)}
    company_structure_store(people=everybody, projects=story.projects, starts=starts, today=story.at.today)
    company_recipients_store()


def _days(story: Story, reports: StoryReports) -> list[int]:
    """Every day on which the company is judged, oldest first: ends of months, days of reports, today."""
    first, found = story.at.today.replace(day=1), {0, *reports.days()}
    for _ in range(MONTHS):
        last = first - timedelta(days=1)
        found.add((last - story.at.today).days)
        first = last.replace(day=1)
    return sorted(found)


def _begin(story: Story) -> None:
    """Date the first projects back to their start, with somebody behind each of them."""
    numbers = {project.pk: number for number, project in story.projects.items()}
    story.stones = {number: [] for number in story.projects}
    for stone in Milestone.objects.order_by("baseline_on", "id"):
        story.stones[numbers[stone.project_id]].append(stone)
    new: list[Dated] = []
    for number, project in story.projects.items():
        facts, key = PROJECTS[number - 1], SPONSORS.get(number)
        at = story.moment(min(facts.start, 0) - ANNOUNCED_BEFORE)
        project.name = f"{project.name} / {FIRST_ENGLISH[number]}"
        project.folded_name = fold(project.name)
        project.save(update_fields=["name", "folded_name"])
        Milestone.objects.filter(project=project).update(forecast_on=F("baseline_on"), actual_on=None)
        new += [(row, at) for row in (project, *story.stones[number], *ProjectMember.objects.filter(project=project))]
        if key is not None:
            lead = LEADS[number % len(LEADS)]
            diary_store((member, at) for member in _members(story, project, key, lead, facts.start))
    diary_date(new)


def _members(story: Story, project: Project, sponsor: str, lead: str | None, start: int) -> Iterator[ProjectMember]:
    """Who pays for a project, and who leads its work where it has somebody."""
    named = ((sponsor, ProjectRole.SPONSOR, 10), (lead, ProjectRole.PROJECT_LEAD, 60))
    for key, role, share in named:
        if key is not None:
            yield ProjectMember(
                project=project, person=story.people[key], role=role, starts_on=story.day(start), allocation=share
            )


def _announce(story: Story, offset: int) -> None:
    """Bring in the projects that were decided on by a day."""
    for number, plan in story.plans.items():
        told = plan.start - ANNOUNCED_BEFORE
        if number not in story.projects and told <= offset:
            _bring_in(story, plan, told)


def _bring_in(story: Story, plan: Plan, told: int) -> None:
    at, state = story.moment(told), plan_on(plan, told)
    project = Project(
        code=f"P-{fiscal_year(story.day(plan.start)) % 100:02d}{plan.number:02d}",
        name=plan.title,
        folded_name=fold(plan.title),
        reading=TITLES[plan.name],
        purpose=plan.purpose,
        department=story.departments[plan.department],
        tier=plan.tier,
        baseline_start=story.day(plan.start),
        baseline_finish=story.day(plan.baseline_finish),
        forecast_start=story.day(plan.start),
        original_budget=plan.budgets[0][1] * MILLION if plan.budgets else None,
    )
    _become(story, project, state)
    stones = [
        Milestone(
            project=project, name=each.name, baseline_on=story.day(each.baseline), forecast_on=story.day(each.forecast)
        )
        for each in state.stones
    ]
    story.projects[plan.number], story.stones[plan.number] = project, stones
    manager = ProjectMember(
        project=project, person=story.people[plan.manager], role=ProjectRole.PROJECT_MANAGER,
        starts_on=story.day(told), allocation=40 if plan.tier is GovernanceTier.FULL else 25,
    )  # fmt: skip
    lead = LEADS[plan.number % len(LEADS)] if plan.tier is GovernanceTier.FULL else None
    members = [manager, *_members(story, project, plan.sponsor, lead, told)]
    diary_store((row, at) for row in (project, *stones, *members))


def _live(story: Story, offset: int) -> None:
    """Write what became known by a day into the projects and their milestones."""
    plans, changed, moved = story.plans, [], []
    for number, project in story.projects.items():
        state = (
            plan_on(plans[number], offset)
            if number in plans
            else first_on(PROJECTS[number - 1], FIRST_TOLD[number], offset)
        )
        if _become(story, project, state):
            changed.append(project)
        for stone, known in zip(story.stones[number], state.stones, strict=True):
            days = (story.day(known.forecast), None if known.actual is None else story.day(known.actual))
            if (stone.forecast_on, stone.actual_on) != days:
                stone.forecast_on, stone.actual_on = days
                moved.append(stone)
    diary_change(changed, _FACTS, at=story.moment(offset))
    diary_change(moved, _STONE, at=story.moment(offset))


def _become(story: Story, project: Project, state: StateOn) -> bool:
    """Give a project what was known of it; whether anything is another than before."""
    before = [getattr(project, name) for name in _FACTS]
    project.status = state.status
    project.forecast_finish = story.day(state.forecast_finish)
    project.actual_start = None if state.actual_start is None else story.day(state.actual_start)
    project.actual_finish = None if state.actual_finish is None else story.day(state.actual_finish)
    project.percent_complete = state.percent
    project.latest_budget, project.actual_cost = state.latest_budget, state.actual_cost
    return before != [getattr(project, name) for name in _FACTS]
