"""The first steps in a young organization: what is left to do, why, and where; ticked by the data alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from pmo_site.accounts.middleware import ActorRequest
from pmo_site.accounts.policy import Actor
from pmo_site.accounts.rights import Right
from pmo_site.accounts.routing import lists
from pmo_site.pages.selectors import first_facts
from pmo_site.pages.services.home import first_steps_choose

Facts = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step: for whom it is (a right held everywhere, or those who manage a project), and when it is done."""

    title: Promise
    why: Promise
    route: str
    right: Right | None
    is_done: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as its reader sees it."""

    step: FirstStep
    url: str
    done: bool


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The reader's steps and whether they asked not to see them."""

    steps: Sequence[ShownStep]
    hidden: bool

    @property
    def left(self) -> list[ShownStep]:
        """Steps that are still to be done, in order."""
        return [each for each in self.steps if not each.done]

    @property
    def done(self) -> list[ShownStep]:
        """Steps that the data shows as done."""
        return [each for each in self.steps if each.done]

    @property
    def come_first(self) -> bool:
        """Whether they stand above everything else: while most are left; later, what waits for the reader does."""
        return 2 * len(self.left) > len(self.steps)


STEPS: Final = (
    FirstStep(
        _("Check the settings and save them"),
        _("Fiscal year, holidays and currency decide how dates and money are computed."),
        "settings", Right.SETTINGS_CHANGE, lambda facts: facts["settings"],
    ),
    FirstStep(
        _("Record the departments"),
        _("Budgets and lights are summed by department."),
        "departments:list", Right.PEOPLE_MANAGE, lambda facts: facts["departments"],
    ),
    FirstStep(
        _("Invite the people you work with"),
        _("Each person works under their own name and sees what their role gives."),
        "people:list", Right.PEOPLE_MANAGE, lambda facts: facts["invited"] or facts["others"],
    ),
    FirstStep(
        _("Bring in your project list"),
        _("Excel or CSV: nothing is stored before you have seen the check."),
        "imports:center", Right.DATA_IMPORT, lambda facts: facts["projects"],
    ),
    FirstStep(
        _("Name the project managers"),
        _("The manager is asked for reports and told when a light changes."),
        "projects:list", Right.MEMBERS_MANAGE, lambda facts: facts["managers"],
    ),
    FirstStep(
        _("Let the health be computed"),
        _("Each light tells its reasons; where data is missing it stays grey."),
        "portfolio:overview", Right.HEALTH_COMPUTE, lambda facts: facts["health"],
    ),
    FirstStep(
        _("Review the health policy"),
        _("See which projects would change color before you save your own limits."),
        "portfolio:policy", Right.HEALTH_POLICY_CHANGE, lambda facts: facts["policy"],
    ),
    FirstStep(
        _("Receive the first status report"),
        _("The list shows who owes a report and reminds them all at once."),
        "support_office:owed", Right.REPORT_REMIND, lambda facts: facts["reports"],
    ),
    FirstStep(
        _("Record the first decision"),
        _("What was decided, by whom and why is asked for years later."),
        "decisions:list", Right.PORTFOLIO_MANAGE, lambda facts: facts["decisions"],
    ),
    FirstStep(
        _("Set the milestones of your project"),
        _("Baseline and forecast of milestones make the schedule's light."),
        "milestones:list", None, lambda facts: facts["own_milestones"],
    ),
    FirstStep(
        _("Log the first risk of your project"),
        _("The matrix shows what deserves attention first."),
        "risks:list", None, lambda facts: facts["own_risks"],
    ),
    FirstStep(
        _("File your first status report"),
        _("Figures are filled in already; you add the words and the levels."),
        "support_office:owed", None, lambda facts: facts["own_reports"],
    ),
)  # fmt: skip
"""All steps in the order in which they help; those without a right are for who manages a project."""


def first_steps(actor: Actor, slug: str) -> FirstSteps | None:
    """The reader's steps while one of them is left; None for who has none or did them all."""
    if actor.person_id is None:
        return None
    facts = first_facts(actor, actor.person_id)
    mine = [
        ShownStep(step, reverse(step.route, kwargs={"slug": slug}), step.is_done(facts))
        for step in STEPS
        if (facts["leads"] if step.right is None else step.right in actor.everywhere)
    ]
    return FirstSteps(mine, facts["hidden"]) if any(not each.done for each in mine) else None


@require_POST
@lists(Right.ORGANIZATION_VIEW)
def choose(request: ActorRequest, slug: str) -> HttpResponse:
    """Hide one's own first steps, or show them again."""
    first_steps_choose(actor=request.actor, hidden="hide" in request.POST)
    return redirect("home", slug=slug)
