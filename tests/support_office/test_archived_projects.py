"""An archived project is read and restored: no report, answer, override, grant or raised entry is written on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pmo_site.accounts.models import Membership
from pmo_site.accounts.rights import Right
from pmo_site.kernel.conflicts import RuleError
from portfolio.models import HealthOverride
from portfolio.services.overrides import override_set, override_withdraw
from projects.models import Project, ProjectGrant
from projects.services.member import grant_give, grant_withdraw
from projects.services.project import project_archive, project_restore
from support_office.models import AskAnswer, Issue, ReportSchedule, Risk, StatusReport
from support_office.services.answers import ask_answer, ask_reopen
from support_office.services.report import (
    report_accept,
    report_create,
    report_return,
    report_revise,
    report_submit,
)
from support_office.services.schedule import schedule_set
from support_office.services.triage import entry_raise
from tests.projects.cast import Cast

WORDS = "It is archived. Restore it before you change it."
API = "/api/v1/organizations/hokuto"


@pytest.fixture
def archived(cast: Cast) -> Project:
    """The first project with a report, an override and a grant, put away."""
    with cast.acting("pmo-manager") as actor:
        project = cast.project()
        level = {"level": "amber", "reason": "because", "starts_on": actor.today, "ends_on": actor.today}
        override_set(actor=actor, project=project, values=level)
        grant_give(actor=actor, project=project, right=Right.MONEY_VIEW, membership=member())
        return project_archive(actor=actor, project=project, version=project.version)


def member() -> Membership:
    return Membership.objects.get(person__email="none@hokuto.example")


def written(project: Project) -> list[Any]:
    """All that the writes below would change."""
    return [
        list(StatusReport.objects.filter(project=project).order_by("id").values_list("id", "version", "state")),
        list(HealthOverride.objects.filter(project=project).values_list("id", "version")),
        list(ProjectGrant._default_manager.filter(content_object=project).values_list("id", flat=True)),
        list(ReportSchedule.objects.filter(project=project).values_list("version", flat=True)),
        AskAnswer.objects.count(),
        Risk.objects.filter(project=project).count() + Issue.objects.filter(project=project).count(),
    ]


def test_every_service_refuses_it(cast: Cast, archived: Project) -> None:
    with cast.acting("pmo-manager") as actor:
        before = written(archived)
        report = StatusReport.objects.select_related("project").filter(project=archived).order_by("-number")[0]
        override = HealthOverride.objects.select_related("project").get(project=archived)
        later = actor.today + timedelta(days=3)
        values = {"level": "red", "reason": "x", "starts_on": actor.today, "ends_on": later}
        said = {"title": "x", "happens": "y", "concern": ""}
        facts: dict[str, Any] = {"actor": actor, "report": report}
        writes: list[Callable[[], object]] = [
            lambda: report_accept(**facts, version=report.version),
            lambda: report_return(**facts, version=report.version, reason="x"),
            lambda: ask_answer(**facts),
            lambda: ask_reopen(**facts),
            lambda: schedule_set(actor=actor, project=archived, version=1, values={}),
            lambda: override_set(actor=actor, project=archived, values=values),
            lambda: override_withdraw(actor=actor, override=override, version=override.version),
            lambda: grant_give(actor=actor, project=archived, right=Right.HEALTH_VIEW, membership=member()),
            lambda: grant_withdraw(actor=actor, project=archived, right=Right.MONEY_VIEW, membership=member()),
            lambda: entry_raise(actor=actor, project=archived, kind=Risk, **said),
        ]
        for write in writes:
            with pytest.raises(RuleError, match="archived"):
                write()
        assert written(archived) == before
    with cast.acting("pm") as actor:
        facts = {"actor": actor, "report": report}
        draft = StatusReport.objects.select_related("project").filter(project=archived).order_by("number")[0]
        draft.state = "draft"
        for write in (
            lambda: report_create(actor=actor, project=archived, values={"summary": "x"}),
            lambda: report_revise(actor=actor, report=draft, version=draft.version, values={"summary": "x"}),
            lambda: report_submit(actor=actor, report=draft, version=draft.version),
        ):
            with pytest.raises(RuleError):
                write()
        assert written(archived) == before


def test_its_pages_offer_no_change_and_its_forms_lead_to_where_it_is_restored(cast: Cast, archived: Project) -> None:
    client, page = cast.client("pmo-manager"), cast.address(f"projects/{archived.pk}/")
    with cast.acting("pmo-manager"):
        before = written(archived)
        report = StatusReport.objects.filter(project=archived).order_by("-number")[0]
        override = HealthOverride.objects.get(project=archived)
        grant = ProjectGrant._default_manager.get(content_object=archived)
    forms = ("reports/new/", "reports/schedule/", "raise/", "health/override/", "people/new/")
    for address in [*(f"{page}{each}" for each in forms), cast.address(f"reports/{report.pk}/edit/")]:
        for answer in (client.get(address), client.post(address, {"kind": "risk", "title": "x", "happens": "y"})):
            assert (answer.status_code, answer.headers.get("Location")) == (302, page), address
    assert WORDS in client.get(page).content.decode()
    posts = [
        f"{page}grants/", cast.address(f"overrides/{override.pk}/withdraw/"),
        cast.address(f"console/grants/{grant.pk}/withdraw/"), cast.address(f"reports/{report.pk}/accept/"),
        cast.address(f"reports/{report.pk}/answer/"),
    ]  # fmt: skip
    for address in posts:
        told = client.post(address, {"withdraw": "1"}, follow=True)
        assert (told.status_code, WORDS in told.content.decode()) == (200, True), address
    for address in (page, f"{page}reports/", f"{page}grants/", f"{page}health/", cast.address(f"reports/{report.pk}/")):
        body = client.get(address).content.decode()
        assert not [each for each in (*forms, "/accept/", 'name="withdraw"', "/withdraw/") if each in body], address
    with cast.acting("pmo-manager"):
        assert written(archived) == before


def test_the_api_refuses_it_in_words_until_it_is_restored(cast: Cast, archived: Project) -> None:
    client = cast.client("pmo-manager")
    with cast.acting("pmo-manager") as actor:
        before, day = written(archived), actor.today.isoformat()
        report = StatusReport.objects.filter(project=archived).order_by("-number")[0]
        override = HealthOverride.objects.get(project=archived)
    level = {"level": "red", "reason": "x", "starts_on": day, "ends_on": day}
    said = {"kind": "risk", "title": "x", "happens": "y"}
    tries: list[tuple[str, str, dict[str, Any], str]] = [
        ("POST", f"projects/{archived.pk}/overrides/", level, ""),
        ("DELETE", f"overrides/{override.pk}/", {}, f'"{override.pk}-{override.version}"'),
        ("POST", f"projects/{archived.pk}/raise/", said, ""),
        ("POST", f"projects/{archived.pk}/reports/", {"summary": "x"}, ""),
        ("POST", f"reports/{report.pk}/return/", {"reason": "x"}, f'"{report.pk}-{report.version}"'),
    ]
    for method, path, body, tag in tries:
        headers = {"if-match": tag} if tag else {}
        sent = json.dumps(body) if body else ""
        answer = client.generic(method, f"{API}/{path}", sent, content_type="application/json", headers=headers)
        assert (answer.status_code, "archived" in answer.content.decode()) == (422, True), (path, answer.content)
    with cast.acting("pmo-manager") as actor:
        assert written(archived) == before
        project_restore(actor=actor, project=archived, version=archived.version)
    made = client.post(f"{API}/projects/{archived.pk}/raise/", json.dumps(said), content_type="application/json")
    assert made.status_code == 201
