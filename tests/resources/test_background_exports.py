"""The file of a long list: made by a worker with the rights of today, brought by a notice, its asker's alone."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_site.files.models import StoredFile
from pmo_site.jobs.models import Job
from pmo_site.notifications.models import Notice
from pmo_site.resources.models import ExportRun
from projects.models import ProjectMember
from tests.portfolio.imported import work_off
from tests.resources.office import Desk, Office


def ask(desk: Desk, path: str = "projects/", **values: str) -> Any:
    register = path.strip("/").rpartition("/")[2]
    return desk.post(f"exports/{register}/", {"form": "xlsx", "query": "", "back": f"{desk.base}{path}", **values})


def files(office: Office) -> list[StoredFile]:
    with office.inside():
        return list(StoredFile.objects.order_by("created_at"))


def notices(office: Office) -> list[Notice]:
    with office.inside():
        return list(Notice.objects.filter(kind__startswith="resources."))


def test_a_list_beyond_the_direct_limit_is_offered_in_the_background(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.manager.get("projects/?format=xlsx").headers["Content-Disposition"]
    monkeypatch.setattr("pmo_site.resources.views.exports.DIRECT_ROWS", 1)
    answer = office.manager.get("projects/?format=xlsx&q=e&sort=-name")
    page = answer.content.decode()
    assert "This list has more than 1 rows." in page
    assert 'value="q=e&amp;sort=-name"' in page
    assert not files(office)
    with office.inside():
        assert not ExportRun.objects.exists()


def test_who_asks_for_it_gets_a_short_list_in_the_background_as_well(office: Office) -> None:
    assert "The file is made in the background." in office.manager.page("projects/?format=csv&background=1")


def test_a_worker_makes_the_file_and_a_notice_brings_it_to_its_asker_alone(office: Office) -> None:
    desk = office.manager
    answer = ask(desk, query="q=bridge&columns=name,latest_budget")
    assert answer.headers["Location"] == "/o/north/projects/"
    assert "A notice brings it to you." in desk.told(answer)
    assert not files(office)
    work_off()
    (file,), (notice,) = files(office), notices(office)
    assert (notice.person_id, notice.kind) == (office.world.manager.person.pk, "resources.export_ready")
    assert notice.route_parts == {"file_id": str(file.pk)}
    inbox = desk.page("inbox/")
    assert "Projects (XLSX): the file that you asked for is ready." in inbox
    got = desk.get(f"files/{file.pk}/")
    sheet = load_workbook(io.BytesIO(b"".join(got.streaming_content))).active
    assert sheet is not None
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Name", "Latest budget", "Currency"),
        ("Bridge", 1_200_000, "JPY"),
    ]
    assert file.expires_at is not None
    for other in (office.pm, office.lead):
        assert other.get(f"files/{file.pk}/").status_code == 404


def test_the_rights_are_those_of_the_moment_at_which_it_is_made(office: Office) -> None:
    desk = office.pm
    ask(desk, query="columns=name,latest_budget", form="csv")
    with office.inside():
        ProjectMember.objects.filter(person=office.world.pm.person).update(role="stakeholder")
    work_off()
    (file,) = files(office)
    text = b"".join(desk.get(f"files/{file.pk}/").streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Name", "Bridge"]


def test_the_list_of_a_project_that_was_closed_meanwhile_gives_nothing(office: Office) -> None:
    path = f"projects/{office.project().pk}/milestones/"
    ask(office.pm, path, owner=str(office.project().pk))
    with office.inside():
        ProjectMember.objects.filter(person=office.world.pm.person).delete()
    work_off()
    assert not files(office)
    assert not notices(office)


def test_the_list_of_one_project_holds_its_rows_alone(office: Office) -> None:
    desk, path = office.pm, f"projects/{office.project().pk}/milestones/"
    ask(desk, path, owner=str(office.project().pk), form="csv", query="columns=name")
    work_off()
    text = b"".join(desk.get(f"files/{files(office)[0].pk}/").streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Name", "Opening"]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("nothing/", {}),
        ("projects/", {"form": "pdf"}),
        ("milestones/", {"owner": "{hidden}"}),
        ("milestones/", {"owner": "x"}),
    ],
)
def test_a_senseless_or_closed_list_is_missing_and_asks_for_nothing(
    office: Office, path: str, values: dict[str, str]
) -> None:
    filled = {name: each.format(hidden=office.project("P-2").pk) for name, each in values.items()}
    with office.inside():
        before = Job.objects.count()
    assert ask(office.pm, path, **filled).status_code == 404
    with office.inside():
        assert (Job.objects.count(), ExportRun.objects.count()) == (before, 0)


def test_a_file_that_has_no_room_is_told_and_not_tried_again(office: Office, settings: Any) -> None:
    settings.FILES_QUOTA_BYTES = 1
    ask(office.manager)
    work_off()
    assert not files(office)
    assert [notice.kind for notice in notices(office)] == ["resources.export_failed"]
    assert "the file could not be stored" in office.manager.page("inbox/")


def test_a_file_speaks_the_language_of_its_asker(office: Office) -> None:
    ask(office.desk(office.world.manager, "ja"))
    work_off()
    assert files(office)[0].name.startswith("案件一覧_")
