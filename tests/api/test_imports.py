"""Imports over the API, from the file to the undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pmo_site.exchange.models import ImportMapping, ImportRun
from pmo_site.exchange.tasks import run_import
from pmo_site.jobs.services.jobs import job_cancel
from pmo_site.tenancy.context import tenant
from projects.models import Project
from tests.api.world import World, problem
from tests.exchange.ways import match

LIST = "案件番号,案件名,予算（千円）\nN-1,港,1200\nP-1,橋,\n"
BAD = LIST + "N-2,,abc\n"


def upload(world: World, text: str | bytes = LIST, kind: str = "projects", **headers: str) -> Any:
    caller = world.caller(world.manager)
    file = SimpleUploadedFile("list.csv", text.encode() if isinstance(text, str) else text)
    return caller.client.post(caller.base + "imports/", {"kind": kind, "file": file}, headers=headers)


def work_off(world: World, run: dict[str, Any]) -> dict[str, Any]:
    """Let the worker do what waits; how the import stands then."""
    run_import(str(world.organization.id), run_id=run["id"], user_id=str(world.manager.user.pk))
    found: dict[str, Any] = world.caller(world.manager).get(f"imports/{run['id']}/").json()
    return found


def names(world: World) -> set[str]:
    with tenant(world.organization.id):
        return set(Project.objects.current().values_list("name", flat=True))


def test_a_list_goes_in_and_out_again(world: World) -> None:
    caller = world.caller(world.manager)
    answer = upload(world)
    run = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (201, match(run)["If-Match"])
    assert run["mapping"] == {"案件番号": "code", "案件名": "name", "予算（千円）": "latest_budget"}
    assert run["columns"][1] == {"name": "案件名", "samples": ["港", "橋"]}
    assert {"name": "code", "title": "Code", "key": True, "money": False} in run["choices"]
    path = f"imports/{run['id']}/"
    checked = caller.patch(path, {"as_of": "2026-11-01"}, **match(run)).json()
    assert (checked["state"], checked["counts"]["created"], checked["counts"]["updated"]) == ("checked", 1, 1)
    assert "港" not in names(world)
    asked = caller.post(f"{path}apply/", **match(checked))
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    assert asked.json()["progress"] == {
        "job_id": asked.json()["progress"]["job_id"], "done": 0, "total": None, "cancelling": False
    }  # fmt: skip
    done = work_off(world, run)
    assert (done["state"], done["progress"]) == ("done", None)
    assert {"港", "橋"} <= names(world)
    rows = caller.get(f"{path}rows/?outcome=updated").json()
    assert rows["items"][0]["changes"][0]["after"] == "橋"
    assert (rows["total"], rows["next"], rows["previous"]) == (1, None, None)
    assert caller.post(f"{path}undo/", **match(done)).status_code == 202
    assert work_off(world, run)["undone"] == 2
    assert not {"港", "橋"} & names(world)
    assert [row["id"] for row in caller.get("imports/").json()["items"]] == [run["id"]]


def test_rejected_rows_are_told_in_the_readers_language_and_store_nothing(world: World) -> None:
    caller = world.caller(world.manager)
    run = upload(world, BAD).json()
    checked = caller.patch(f"imports/{run['id']}/", {"as_of": "2026-11-01"}, **match(run)).json()
    assert (checked["rejected_rows"], checked["counts"]["rejected"]) == (1, 2)
    caller.client.cookies["django_language"] = "ja"
    items = caller.get(f"imports/{run['id']}/rows/?outcome=rejected").json()["items"]
    assert [(item["row"], item["column"], item["code"]) for item in items] == [
        (4, "案件名", "required"),
        (4, "予算（千円）", "not_a_number"),
    ]
    assert all(item["message"].endswith("。") for item in items)
    problem(caller.post(f"imports/{run['id']}/apply/", **match(checked)), 422, "rule")
    assert "港" not in names(world)


@pytest.mark.parametrize(
    ("content", "kind", "field"),
    [
        (b"", "projects", "file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "projects", "file"),
        (b"a,b\n", "secrets", "kind"),
    ],
)
def test_what_is_no_list_or_of_no_kind_is_refused_at_its_field(
    world: World, content: bytes, kind: str, field: str
) -> None:
    answer = upload(world, content, kind)
    problem(answer, 400, "invalid")
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    with tenant(world.organization.id):
        assert not ImportRun.objects.exists()


def test_an_upload_with_a_key_is_read_once_and_another_file_with_the_key_is_refused(world: World) -> None:
    key = {"Idempotency-Key": "bring-1"}
    first, second = upload(world, **key), upload(world, **key)
    assert (first.status_code, first.json()["id"]) == (201, second.json()["id"])
    assert second.headers["Idempotent-Replayed"] == "true"
    problem(upload(world, BAD, **key), 422, "idempotency_key_reused")
    with tenant(world.organization.id):
        assert ImportRun.objects.count() == 1


def test_a_version_that_was_moved_on_from_is_refused(world: World) -> None:
    caller = world.caller(world.manager)
    run = upload(world).json()
    path = f"imports/{run['id']}/"
    checked = caller.patch(path, {"as_of": "2026-11-01"}, **match(run)).json()
    for answer in (
        caller.patch(path, {"currency": "USD"}, **match(run)),
        caller.post(f"{path}apply/", **match(run)),
        caller.post(f"{path}cancel/", **match(run)),
    ):
        problem(answer, 412, "stale")
    problem(caller.post(f"{path}apply/"), 428, "precondition_required")
    assert caller.get(path).json()["version"] == checked["version"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"mapping": {"案件名": "name"}}, "no_key"),
        ({"mapping": {"案件番号": "code", "案件名": "code"}}, "chosen_twice"),
        ({"mapping": {"案件番号": "code", "秘密": "name"}}, "unknown_column"),
        ({"mapping": {"案件番号": "code", "案件名": "manager"}}, "unknown_field"),
    ],
)
def test_columns_that_cannot_be_taken_are_refused_at_their_names(world: World, said: dict[str, Any], code: str) -> None:
    run = upload(world).json()
    answer = world.caller(world.manager).patch(f"imports/{run['id']}/", said, **match(run))
    problem(answer, 422, "rule")
    assert code in {each["code"] for each in answer.json()["errors"]}


def test_a_cancelled_import_stands_as_checked_again_and_can_be_applied(world: World) -> None:
    caller = world.caller(world.manager)
    run = upload(world).json()
    path = f"imports/{run['id']}/"
    checked = caller.patch(path, {"as_of": "2026-11-01"}, **match(run)).json()
    asked = caller.post(f"{path}apply/", **match(checked)).json()
    stopped = caller.post(f"{path}cancel/", **match(asked))
    assert (stopped.status_code, stopped.json()["state"]) == (200, "checked")
    with tenant(world.organization.id):
        assert not job_cancel(job_id=asked["progress"]["job_id"], person_id=None)
    assert "港" not in names(world)
    assert caller.post(f"{path}apply/", **match(stopped.json())).status_code == 202
    assert work_off(world, run)["state"] == "done"


def test_remembered_columns_are_listed_renamed_deleted_and_brought_back(world: World) -> None:
    caller = world.caller(world.manager)
    run = upload(world).json()
    caller.patch(f"imports/{run['id']}/", {"remember_as": "ours"}, **match(run))
    mapping = caller.get("import-mappings/").json()["items"][0]
    assert (mapping["name"], mapping["kind"], mapping["mapping"]) == ("ours", "projects", run["mapping"])
    path = f"import-mappings/{mapping['id']}/"
    renamed = caller.patch(path, {"name": "theirs"}, **match(mapping)).json()
    assert (renamed["name"], renamed["version"]) == ("theirs", 2)
    problem(caller.patch(path, {"name": "x"}, **match(mapping)), 412, "stale")
    assert caller.send("DELETE", path, None, **match(renamed)).status_code == 204
    assert caller.get(path).status_code == 404
    back = caller.post(f"{path}undelete/")
    assert (back.status_code, back.json()["name"]) == (200, "theirs")
    assert caller.post(f"{path}undelete/").status_code == 404
    with tenant(world.organization.id):
        assert ImportMapping.objects.count() == 1


def test_who_may_not_import_gets_no_import(world: World) -> None:
    run = upload(world).json()
    caller = world.caller(world.lead)
    problem(caller.get("imports/"), 403, "permission_denied")
    problem(caller.get(f"imports/{run['id']}/"), 404, "not_found")
    problem(caller.post(f"imports/{run['id']}/apply/", **match(run)), 404, "not_found")


def applied(world: World, text: str) -> dict[str, Any]:
    """An import that was checked and stored."""
    caller = world.caller(world.manager)
    run = upload(world, text).json()
    path = f"imports/{run['id']}/"
    checked = caller.patch(path, {"as_of": "2026-11-01"}, **match(run)).json()
    assert caller.post(f"{path}apply/", **match(checked)).status_code == 202
    return work_off(world, run)


def taken_back(world: World, run: dict[str, Any]) -> int:
    path = f"imports/{run['id']}/"
    stands = world.caller(world.manager).get(path).json()
    assert world.caller(world.manager).post(f"{path}undo/", **match(stands)).status_code == 202
    undone: int = work_off(world, run)["undone"]
    return undone


def test_imports_are_taken_back_one_after_another_until_nothing_of_them_is_left(world: World) -> None:
    before = names(world)
    runs = [applied(world, f"案件番号,案件名\nN-1,{name}\nP-1,{name}橋\n") for name in ("東", "西", "北")]
    assert {"北", "北橋"} <= names(world)
    assert [taken_back(world, run) for run in reversed(runs)] == [2, 2, 2]
    assert names(world) == before


def test_an_import_below_another_is_left_alone_until_that_one_is_taken_back(world: World) -> None:
    first, second = (applied(world, f"案件番号,案件名\nN-1,{name}\n") for name in ("東", "西"))
    assert taken_back(world, first) == 0
    assert "西" in names(world)
    assert taken_back(world, second) == 1
    assert "東" in names(world)


def test_what_somebody_changed_between_two_imports_keeps_the_first_from_being_taken_back(world: World) -> None:
    first = applied(world, "案件番号,案件名\nN-1,東\n")
    with tenant(world.organization.id):
        found = Project.objects.get(code="N-1")
    caller = world.caller(world.manager)
    tag = {"If-Match": f'"{found.pk}-{found.version}"'}
    assert caller.patch(f"projects/{found.pk}/", {"purpose": "own words"}, **tag).status_code == 200
    second = applied(world, "案件番号,案件名\nN-1,西\n")
    assert (taken_back(world, second), taken_back(world, first)) == (1, 0)
    assert "東" in names(world)
