"""From an empty organization to the watermelon over the API alone, with tokens; relay and worker are processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pmo_site.kernel import clock
from tests.accounts.tokens import make_token, program
from tests.accounts.world import Member
from tests.browser.journey import AMBER, RED, SLIPS, Office, open_office, portfolio_list, workers
from tests.jobs.machines import wait_until


@dataclass
class Program:
    """A program that shows a token: it has no session, and speaks JSON."""

    key: str
    base: str

    def get(self, path: str, language: str = "en") -> Any:
        """What an address answers; `path` may be an address that the API itself gave."""
        address = path if path.startswith("/") else self.base + path
        answer = program(self.key).get(address, headers={"accept-language": language})
        assert answer.status_code == 200, answer.content
        return answer.json()

    def post(self, path: str, body: object = None, *, status: int = 201, of: Any = None) -> Any:
        """Send once by a key of its own; `of` is the record whose version was read."""
        headers = {"idempotency-key": str(uuid4())} | ({"if-match": version_of(of)} if of else {})
        answer = program(self.key).post(self.base + path, body, content_type="application/json", headers=headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def upload(self, name: str, text: str) -> Any:
        """Bring a file in."""
        file = SimpleUploadedFile(name, text.encode())
        answer = program(self.key).post(f"{self.base}imports/", {"kind": "projects", "file": file})
        assert answer.status_code == 201, answer.content
        return answer.json()

    def patch(self, path: str, body: object, of: Any) -> Any:
        """Change the version that was read."""
        headers = {"if-match": version_of(of)}
        answer = program(self.key).patch(self.base + path, body, content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content
        return answer.json()


def version_of(record: Any) -> str:
    return f'"{record["id"]}-{record["version"]}"'


def caller(office: Office, member: Member) -> Program:
    return Program(make_token(member).key, f"/api/v1/organizations/{office.organization.slug}/")


@pytest.fixture
def office(transactional_db: None, tmp_path: Path) -> Iterator[Office]:  # noqa: ARG001  other processes must see it
    found = open_office("", "program", "en")
    with workers(tmp_path / "workers"):
        yield found


def levels(api: Program) -> dict[str, str]:
    """The light of every project by its code."""
    return {row["project_code"]: row["level"] for row in api.get("portfolio/health/")["items"]}


def came(holds: Callable[[], bool]) -> None:
    """The worker brings it about."""
    assert wait_until(holds)


def test_a_program_goes_from_a_list_to_the_watermelon(office: Office) -> None:
    api = caller(office, office.manager)
    bring_in(api)
    came(lambda: levels(api).get(RED) == "red")
    assert levels(api)[AMBER] == "amber"
    project = api.get("portfolio/health/?level=red")["items"][0]["project_id"]
    read_rows(api, project)
    tighten(api)
    declare_green(api, caller(office, office.pm), project)
    found = api.get("portfolio/candor/")
    assert [(each["project_code"], each["declared"]) for each in found["items"] if each["is_watermelon"]] == [
        (RED, "green")
    ]


def bring_in(api: Program) -> None:
    """Upload, see what would happen, apply, and follow it to its end."""
    assert api.get("projects/")["items"] == []
    run = api.upload("projects.csv", portfolio_list("en"))
    assert run["mapping"]["Planned finish"] == "baseline_finish"
    checked = api.patch(f"imports/{run['id']}/", {"as_of": clock.now().date().isoformat()}, run)
    assert (checked["counts"]["created"], checked["rejected_rows"]) == (4, 0)
    assert api.get("projects/")["items"] == []
    api.post(f"imports/{run['id']}/apply/", status=202, of=checked)
    came(lambda: api.get(f"imports/{run['id']}/")["state"] == "done")
    assert len(api.get("projects/")["items"]) == 4


def read_rows(api: Program, project: str) -> None:
    """The reason in both languages, and the row that the API says stands behind it."""
    told = {language: slip_of(api.get(f"projects/{project}/health/", language)) for language in ("en", "ja")}
    assert f"moved by {SLIPS[RED]} days" in told["en"]["finding"]
    assert f"終了日が{SLIPS[RED]}日" in told["ja"]["finding"]
    assert (told["en"]["level"], told["en"]["limit"]["amber"]) == ("red", "0.15")
    row = api.get(told["en"]["places"][0]["api"])
    assert row["code"] == RED
    assert row["forecast_finish"] > row["baseline_finish"]


def slip_of(health: Any) -> Any:
    return next(reason for reason in health["reasons"] if reason["code"] == "finish_slip")


def tighten(api: Program) -> None:
    """See what a lower limit would do, save it, and see that it did just that."""
    draft = {"limits": {"finish_slip": {"green": "0.05", "amber": "0.08"}}}
    effect = api.post("portfolio/policy/preview/", draft, status=200)
    assert [(each["project_code"], each["before"], each["after"]) for each in effect["items"]] == [
        (AMBER, "amber", "red")
    ]
    assert levels(api)[AMBER] == "amber"
    newest = api.get("portfolio/policy/")["newest"]
    api.post("portfolio/policy/", draft | {"reason": "See slips earlier", "after": newest})
    came(lambda: levels(api)[AMBER] == "red")


def declare_green(api: Program, pm: Program, project: str) -> None:
    """Somebody becomes accountable, and reports what the evidence does not show."""
    person = api.get("people/?q=Sato")["items"][0]["id"]
    today = clock.now().date().isoformat()
    api.post(f"projects/{project}/members/", {"person_id": person, "role": "project_manager", "starts_on": today})
    draft = pm.post(f"projects/{project}/reports/", {"summary": "All goes to plan.", "overall": "green"})
    assert pm.post(f"reports/{draft['id']}/submit/", status=200, of=draft)["state"] == "submitted"
