"""The audit log: every change with who made it, narrowed, paged and exported; nothing that its reader may not see."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from openpyxl import load_workbook

from pmo_site.accounts.models import Membership, MembershipRole, Person
from pmo_site.accounts.rights import Right
from pmo_site.accounts.roles import OrganizationRole
from pmo_site.accounts.scopes import SCOPES, TokenScope
from pmo_site.console.selectors.audit import ACTIONS, Narrowing, audit_page, kinds
from pmo_site.files.models import StoredFile
from pmo_site.notifications.models import Notice
from pmo_site.resources.models import ExportRun
from pmo_site.resources.services.exports import export_run
from projects.models import Project
from projects.services.member import grant_give
from projects.services.project import project_revise
from support_office.models import ReportSchedule
from tests.projects.cast import Cast
from tests.sheets import csv_lines


def _rename(cast: Cast, name: str, key: str = "pm") -> Project:
    project = cast.project()
    with cast.acting(key) as actor:
        return project_revise(actor=actor, project=project, version=project.version, values={"name": name})


def test_a_change_stands_first_with_who_and_what(cast: Cast) -> None:
    renamed = _rename(cast, "Kiso Sasshin")
    with cast.acting("pmo-manager") as reader:
        (newest, *_others), _more = audit_page(reader, Narrowing(kind="projects.project"))
        assert newest.record_id == str(renamed.pk)
        assert newest.name == f"{renamed.code} Kiso Sasshin"
        assert [(each.field, each.after) for each in newest.change.differences if each.field == "name"] == [
            ("name", "Kiso Sasshin")
        ]
        assert newest.change.context["user"] == str(cast.user("pm").pk)
    page = cast.client("pmo-manager").get(cast.address("console/audit/"), {"kind": "projects.project"}).content.decode()
    assert "Kiso Sasshin" in page


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast) -> None:
    with cast.acting("pmo-manager") as reader:
        whole, rest = audit_page(reader, Narrowing(), size=400)
        found, after = [], ""
        while True:
            events, after = audit_page(reader, Narrowing(), after=after, size=90)
            found += events
            if not after or len(found) >= 400:
                break
        assert [event.place for event in found[:400]] == [event.place for event in whole[: len(found)]]
        assert len({event.place for event in found}) == len(found)
        assert rest or len(whole) == len(found)


@pytest.mark.parametrize("action", ACTIONS)
def test_filters_narrow_by_action(cast: Cast, action: str) -> None:
    with cast.acting("pmo-manager") as reader:
        events, _more = audit_page(reader, Narrowing(action=action))
        assert {event.change.label for event in events} <= {action}


def test_filters_narrow_by_person_and_record(cast: Cast) -> None:
    renamed = _rename(cast, "Another name")
    with cast.acting("pmo-manager") as reader:
        by, _more = audit_page(reader, Narrowing(user_id=cast.user("pm").pk))
        assert {event.change.context["user"] for event in by} == {str(cast.user("pm").pk)}
        of, _more = audit_page(reader, Narrowing(record_id=str(renamed.pk)))
        assert {event.record_id for event in of} == {str(renamed.pk)}
        none, _more = audit_page(reader, Narrowing(record_id="; DROP TABLE"))
        assert none == []


def test_who_sees_no_projects_reads_nothing_of_them(cast: Cast) -> None:
    _rename(cast, "Unseen name")
    with cast.acting("pmo-manager"):
        newcomer = Membership.objects.get(user=cast.user("none"))
        MembershipRole.objects.create(membership=newcomer, role=OrganizationRole.TENANT_ADMINISTRATOR)
    with cast.acting("none") as reader:
        assert not {kind.key for kind in kinds(reader)} & {"projects.project", "threads.comment", "support_office.risk"}
        assert "accounts.person" in {kind.key for kind in kinds(reader)}
    for tail in ("", "?kind=projects.project", "?format=csv"):
        page = cast.client("none").get(cast.address("console/audit/") + tail).content.decode()
        assert "Unseen name" not in page


def test_no_hash_of_a_key_is_ever_told(cast: Cast) -> None:
    with cast.acting("pmo-manager") as reader:
        events, _more = audit_page(reader, Narrowing(kind="accounts.invitation"))
        fields = {each.field for event in events for each in event.change.differences}
        assert not {field for field in fields if field.endswith("_hash")}
        invitation = next(kind for kind in kinds(reader) if kind.key == "accounts.invitation")
        assert "key_hash" in invitation.hidden(reader)


@pytest.mark.parametrize("key", ["pm", "stakeholder", "executive"])
def test_the_log_is_closed_to_others(cast: Cast, key: str) -> None:
    with cast.acting(key) as reader, pytest.raises(PermissionDenied):
        audit_page(reader, Narrowing())
    assert cast.client(key).get(cast.address("console/audit/")).status_code == 403


def test_the_file_holds_what_the_page_shows(cast: Cast) -> None:
    _rename(cast, "=1+1 Kiso")
    client, address = cast.client("pmo-manager"), cast.address("console/audit/")
    asked = {"kind": "projects.project", "action": "update"}
    sheet = load_workbook(io.BytesIO(client.get(address, {**asked, "format": "xlsx"}).content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "When"
    assert any(row[6] == "Name" and row[8] == "=1+1 Kiso" for row in rows)
    text = client.get(address, {**asked, "format": "csv"}).content.decode("utf-8-sig")
    assert any("'=1+1 Kiso" in cell for row in csv.reader(io.StringIO(text)) for cell in row)


def test_grants_and_roles_name_people(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as manager:
        membership = Membership.objects.get(user=cast.user("stakeholder"))
        grant_give(actor=manager, project=project, right=Right.MONEY_VIEW, membership=membership)
        name = Person.objects.get(memberships=membership).display("en")
    page = cast.client("pmo-manager").get(cast.address("console/audit/"), {"kind": "projects.projectgrant"})
    assert name in page.content.decode()


def test_a_denied_attempt_is_listed(cast: Cast) -> None:
    cast.client("pm").get(cast.address("settings/"))
    page = cast.client("auditor").get(cast.address("console/audit/denied/")).content.decode()
    assert "/o/hokuto/settings/" in page
    assert "403" in page


def test_denied_attempts_are_a_file_of_what_is_filtered(cast: Cast) -> None:
    cast.client("member").get(cast.address("console/"))
    cast.client("pm").get(cast.address("settings/"))
    lines = csv_lines(cast.client("auditor"), cast.address("console/audit/denied/?format=csv"))
    assert [line["Address"] for line in lines] == [cast.address("settings/"), cast.address("console/")]
    assert all(line["By"] and line["Answer"] == "403" for line in lines)
    filtered = cast.address("console/audit/denied/?address=settings&format=csv")
    assert len(csv_lines(cast.client("auditor"), filtered)) == 1


def test_the_interface_answers_the_same_events_page_by_page(cast: Cast) -> None:
    _rename(cast, "Over the interface")
    client, address = cast.client("auditor"), f"/api/v1/organizations/{cast.slug}/audit/"
    first = client.get(address, {"kind": "projects.project", "limit": "1"}).json()
    assert first["items"][0]["name"].endswith("Over the interface")
    second = client.get(first["next"]).json()
    assert second["items"][0] != first["items"][0]
    assert client.get(address, {"action": "guess"}).status_code == 400
    assert cast.client("pm").get(address).status_code == 403


def test_a_long_log_is_made_into_a_file_by_a_worker_for_its_asker_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rename(cast, "Kiso Sasshin")
    monkeypatch.setattr("pmo_site.console.views.audit.MOST_ROWS", 1)
    monkeypatch.setattr("pmo_site.console.exports.PORTION", 2)
    told: list[tuple[int, int]] = []
    monkeypatch.setattr("pmo_site.resources.services.exports.step", lambda done, total: told.append((done, total)))
    client, address = cast.client("pmo-manager"), cast.address("console/audit/")
    page = client.get(address, {"kind": "projects.project", "format": "csv"}).content.decode()
    assert 'value="kind=projects.project&amp;format=csv"' in page
    asked = {"query": "kind=projects.project&format=csv", "form": "csv"}
    assert client.post(f"{address}export/", asked).status_code == 302
    with cast.acting("pmo-manager") as reader:
        run = ExportRun.objects.get()
        assert (run.register, run.query) == ("audit", {"kind": "projects.project"})
        export_run(actor=reader, run_id=run.pk)
        events, more = audit_page(reader, Narrowing(kind="projects.project"), size=400)
        file = StoredFile.objects.get()
        notice = Notice.objects.get(kind="resources.export_ready")
        assert notice.route_parts == {"file_id": str(file.pk)}
    assert not more
    assert len(events) > 2
    assert told[-1] == (len(events), len(events))
    assert told[0] == (2, 4)
    rows = list(csv.reader(io.StringIO(b"".join(client.get(cast.address(f"files/{file.pk}/"))).decode("utf-8-sig"))))
    assert {row[4] for row in rows[1:]} == {"Project"}
    assert {len(row[0]) for row in rows[1:]} == {len("2026-11-28 08:21:23+09:00")}
    assert (
        "Audit log (CSV): the file that you asked for is ready." in client.get(cast.address("inbox/")).content.decode()
    )
    assert sum(row[6] == "Name" and row[8] == "Kiso Sasshin" for row in rows) == 1
    assert len(rows) > len(events)
    assert cast.client("auditor").get(cast.address(f"files/{file.pk}/")).status_code == 404


def test_who_may_not_read_the_log_any_more_gets_no_file_of_it(cast: Cast) -> None:
    client, address = cast.client("pmo-manager"), cast.address("console/audit/export/")
    assert client.post(address, {"query": "", "form": "xlsx"}).status_code == 302
    assert cast.client("pm").post(address, {"query": "", "form": "xlsx"}).status_code == 403
    with cast.acting("pm") as other:
        export_run(actor=other, run_id=ExportRun.objects.get().pk)
        assert not StoredFile.objects.exists()


@pytest.mark.parametrize("asked", [{}, {"query": "", "form": "pdf"}, {"query": "kind=guess", "form": "csv"}])
def test_a_file_asked_for_wrongly_is_not_made_and_its_asker_told(cast: Cast, asked: dict[str, str]) -> None:
    client, address = cast.client("pmo-manager"), cast.address("console/audit/")
    page = client.post(f"{address}export/", asked, follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert "No file was made: choose its form and what it holds again." in page.content.decode()
    with cast.acting("pmo-manager"):
        assert not ExportRun.objects.exists()


def test_records_without_words_of_their_own_are_called_after_what_they_belong_to(cast: Cast) -> None:
    project = cast.project()
    with cast.acting("pmo-manager") as reader:
        member = Membership.objects.get(user=cast.user("stakeholder"))
        MembershipRole.objects.create(membership=member, role=OrganizationRole.AUDITOR)
        ReportSchedule.objects.filter(project=project).update(month_day=3)
        for kind, name in (
            ("accounts.membershiprole", Person.objects.get(memberships=member).display("en")),
            ("support_office.reportschedule", str(project)),
        ):
            with override("en"):
                (newest, *_others), _more = audit_page(reader, Narrowing(kind=kind))
            assert newest.name == name


def test_denied_attempts_are_narrowed_by_who_where_what_and_when(cast: Cast) -> None:
    cast.client("pm").get(cast.address("settings/"))
    cast.client("stakeholder").get(cast.address("console/"))
    client, address = cast.client("auditor"), cast.address("console/audit/denied/")
    with cast.acting("pm") as tried:
        person = str(tried.person_id)
    for asked, shown in (
        ({"person": person}, (True, False)),
        ({"address": "CONSOLE"}, (False, True)),
        ({"answer": "404"}, (False, False)),
        ({"answer": "403"}, (True, True)),
        ({"until": "2001-01-01"}, (False, False)),
        ({"since": "2001-01-01"}, (True, True)),
    ):
        page = client.get(address, asked).content.decode()
        assert tuple(f"GET {cast.address(tail)}<" in page for tail in ("settings/", "console/")) == shown, asked


def test_denied_attempts_are_read_over_the_interface_by_a_scope_of_their_own(cast: Cast) -> None:
    cast.client("pm").get(cast.address("settings/"))
    cast.client("pm").get(cast.address("console/"))
    client, address = cast.client("auditor"), f"/api/v1/organizations/{cast.slug}/audit/denied/"
    first = client.get(address, {"user": str(cast.user("pm").pk), "limit": "1"}).json()
    (item,) = first["items"]
    assert (item["status"], item["method"], item["path"]) == (403, "GET", cast.address("console/"))
    assert item["user_name"]
    assert client.get(first["next"]).json()["items"][0]["path"] == cast.address("settings/")
    assert client.get(address, {"status": "500"}).status_code == 400
    assert cast.client("pm").get(address).status_code == 403
    readers = {scope for scope, facts in SCOPES.items() if Right.AUDIT_VIEW in facts.reads | facts.changes}
    assert readers == {TokenScope.AUDIT_READ}
