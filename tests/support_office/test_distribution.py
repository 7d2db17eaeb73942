"""Accepted reports go to whom the project reports to: services, pages, the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from pmo_site.accounts.models import Person
from pmo_site.accounts.roles import ProjectRole
from pmo_site.console.selectors.naming import names_of_rows
from pmo_site.kernel import clock
from pmo_site.kernel.conflicts import RuleError
from pmo_site.notifications.models import Notice
from projects.services.member import member_add
from support_office.models import Delivery, Recipient, StatusReport
from support_office.recipients import recipients
from support_office.selectors.deliveries import DISTRIBUTED, DeliveryLine, delivery_lines
from support_office.services.distribution import report_distribute
from support_office.services.report import report_accept
from tests.api.world import problem
from tests.projects.cast import Cast
from tests.support_office.test_report_api import body, caller
from tests.support_office.test_reports import accepted, submitted


def email(key: str) -> str:
    return f"{key}@hokuto.example"


def listed(cast: Cast, *keys: str) -> None:
    """Put people into the project's list, by the support office."""
    with cast.acting("pso") as actor:
        for key in keys:
            values = {"person": Person.objects.get(email=email(key)), "interest": f"why {key}"}
            recipients.writes.create(actor=actor, project=cast.project(), values=values)


def stranger(cast: Cast) -> Person:
    """Somebody without an account, in the list."""
    with cast.acting("pso") as actor:
        person = Person.objects.create(family_name="外部", given_name="花子", email="hanako@outside.example")
        recipients.writes.create(actor=actor, project=cast.project(), values={"person": person})
    return person


def lines(cast: Cast, report: StatusReport, key: str = "pso") -> dict[str, DeliveryLine]:
    with cast.acting(key) as actor:
        return {line.person.email: line for line in delivery_lines(actor, report)}


def outcomes(cast: Cast, report: StatusReport) -> dict[str, str | None]:
    return {key: line.outcome and line.outcome.value for key, line in lines(cast, report).items()}


def told(cast: Cast) -> set[str]:
    with cast.acting("pmo-manager"):
        return set(Notice.objects.filter(kind=DISTRIBUTED).values_list("person__email", flat=True))


def test_an_accepted_report_reaches_who_may_see_it_and_says_whom_it_did_not_reach(cast: Cast) -> None:
    listed(cast, "sponsor", "stakeholder", "none")
    outside = stranger(cast)
    report = submitted(cast)
    assert set(outcomes(cast, report).values()) == {None}
    assert told(cast) == set()
    with cast.acting("pmo-expert") as actor:
        report = report_accept(actor=actor, report=report, version=report.version)
    assert outcomes(cast, report) == {
        email("sponsor"): "told",
        email("stakeholder"): "told",
        email("none"): "not_allowed",
        outside.email: "no_account",
    }
    assert told(cast) == {email("sponsor"), email("stakeholder")}


def test_who_joins_the_list_later_is_told_by_hand_and_nobody_twice(cast: Cast) -> None:
    listed(cast, "sponsor")
    report = accepted(cast)
    listed(cast, "stakeholder")
    assert outcomes(cast, report)[email("stakeholder")] is None
    with cast.acting("pso") as actor:
        assert report_distribute(actor=actor, report=report) == 1
        assert report_distribute(actor=actor, report=report) == 0
        assert Delivery.objects.filter(report=report).count() == 2
        assert Notice.objects.filter(kind=DISTRIBUTED, subject_id=report.pk).count() == 2


def test_a_second_try_reaches_who_got_the_right_meanwhile(cast: Cast) -> None:
    listed(cast, "none")
    report = accepted(cast)
    assert outcomes(cast, report) == {email("none"): "not_allowed"}
    with cast.acting("pmo-manager") as actor:
        person, project = Person.objects.get(email=email("none")), cast.project()
        values = {"person": person, "role": ProjectRole.STAKEHOLDER.value, "starts_on": actor.today}
        member_add(actor=actor, project=project, values=values)
    with cast.acting("pso") as actor:
        assert report_distribute(actor=actor, report=report) == 1
    assert outcomes(cast, report) == {email("none"): "told"}


def test_only_an_accepted_report_goes_out_and_only_by_who_writes_reports(cast: Cast) -> None:
    listed(cast, "sponsor")
    waiting = submitted(cast)
    with cast.acting("pso") as actor, pytest.raises(RuleError, match="not_accepted"):
        report_distribute(actor=actor, report=waiting)
    for key in ("stakeholder", "sponsor", "pm-other"):
        with cast.acting(key) as actor, pytest.raises(PermissionDenied):
            report_distribute(actor=actor, report=waiting)
    assert told(cast) == set()


def test_nobody_stands_in_the_list_twice(cast: Cast) -> None:
    listed(cast, "sponsor")
    with pytest.raises(RuleError, match="taken"):
        listed(cast, "sponsor")


def test_when_a_report_was_mailed_and_opened_is_shown_to_who_writes_reports_alone(cast: Cast) -> None:
    listed(cast, "sponsor")
    report = accepted(cast)
    now = clock.now()
    with cast.acting("pmo-manager"):
        Notice.objects.filter(kind=DISTRIBUTED).update(mailed_at=now - timedelta(hours=1), read_at=now)
    seen, read = lines(cast, report)[email("sponsor")], lines(cast, report, "stakeholder")[email("sponsor")]
    assert (seen.mailed_at, seen.opened_at) == (now - timedelta(hours=1), now)
    assert (read.mailed_at, read.opened_at) == (now - timedelta(hours=1), None)


def test_the_page_of_a_report_lists_its_recipients_and_sends_to_who_waits(cast: Cast) -> None:
    listed(cast, "sponsor")
    report = accepted(cast)
    listed(cast, "stakeholder")
    page, pso = f"/o/hokuto/reports/{report.pk}/", cast.client("pso")
    before = pso.get(page).content.decode()
    assert "why sponsor" in before
    assert "Not sent" in before
    answer = pso.post(f"{page}distribute/", follow=True).content.decode()
    assert "The report reached 1 more recipient." in answer
    assert "Not sent" not in answer
    assert f"{page}distribute/" not in answer
    assert f"{page}distribute/" not in cast.client("stakeholder").get(page).content.decode()
    assert told(cast) == {email("sponsor"), email("stakeholder")}


def test_the_list_stands_under_the_reports_of_its_project(cast: Cast) -> None:
    listed(cast, "sponsor")
    page = f"/o/hokuto/projects/{cast.project().pk}/recipients/"
    shown = cast.client("pm").get(page).content.decode()
    assert "why sponsor" in shown
    assert f'href="{page}"' in cast.client("pm").get(page.replace("recipients", "reports")).content.decode()
    assert shown.count('aria-current="page"') >= 1


def test_a_recipient_is_called_as_its_readers_write_names(cast: Cast) -> None:
    with cast.acting("pso") as actor:
        person = Person.objects.create(family_name="Lindqvist", given_name="Eva")
        made = recipients.writes.create(actor=actor, project=cast.project(), values={"person": person})
    page = f"/o/hokuto/recipients/{made.pk}/"
    assert "Eva Lindqvist" in cast.client("pso").get(page).content.decode()
    assert "Lindqvist Eva" in cast.client("pso", "ja").get(page).content.decode()


def test_the_audit_log_names_many_recipients_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    listed(cast, "sponsor", "stakeholder", "member")
    with cast.acting("pmo-manager"):
        rows = [(Recipient, row) for row in Recipient.objects.order_by("id").values()]
        with django_assert_num_queries(1):
            names = names_of_rows(rows)
        assert names == ["鈴木 隆", "田中 由美", "吉田 拓也"]


def test_a_program_reads_where_a_report_went_and_sends_it_on(cast: Cast) -> None:
    listed(cast, "sponsor")
    report = accepted(cast)
    listed(cast, "stakeholder")
    path = f"reports/{report.pk}/deliveries/"
    items = body(caller(cast, "pso").get(path))["items"]
    assert {(item["interest"], item["outcome"]) for item in items} == {
        ("why sponsor", "told"),
        ("why stakeholder", None),
    }
    sent = body(caller(cast, "pso").post(path))["items"]
    assert {item["outcome"] for item in sent} == {"told"}
    problem(caller(cast, "stakeholder").post(path), 403, "permission_denied")
    problem(caller(cast, "none").get(path), 404, "not_found")


def test_reports_of_the_other_organization_have_no_recipients_here(cast: Cast) -> None:
    listed(cast, "sponsor")
    report = accepted(cast)
    other = Cast("minato")
    with other.acting("pmo-manager") as actor:
        assert delivery_lines(actor, report) == []
