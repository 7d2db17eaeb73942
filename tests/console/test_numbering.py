"""Codes of registers follow the organization's own scheme; what was given stays, and nothing is given twice."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from pmo_site.accounts.models import Numbering
from pmo_site.accounts.numbering import numbering_of, scheme_of
from pmo_site.accounts.services.numbering import numbering_revise, numbering_undo
from pmo_site.kernel.conflicts import RuleError, StaleError
from pmo_site.tenancy.numbering import last_numbers, next_number
from projects.models import Project
from projects.services.project import project_create
from support_office.models import Risk
from support_office.services.risk import risk_create
from tests.projects.cast import Cast

ADDRESS = "console/numbering/"


def _risk(cast: Cast, title: str) -> str:
    with cast.acting("pmo-manager") as actor:
        return risk_create(actor=actor, project=cast.project(), values={"title": title, "kind": "threat"}).code


def _scheme(cast: Cast, prefix: str, digits: int, number: int | None = None, kind: str = "risk") -> None:
    with cast.acting("pmo-manager") as actor:
        version = numbering_of(kind).version
        numbering_revise(actor=actor, kind=kind, version=version, prefix=prefix, digits=digits, next_number=number)


def _last(cast: Cast) -> int:
    with cast.acting("pmo-manager"):
        return last_numbers(["risk"])["risk"]


def test_the_next_risk_carries_the_new_code_and_earlier_ones_keep_theirs(cast: Cast) -> None:
    before, last = _risk(cast, "Flood"), _last(cast)
    assert before == f"R-{last:03d}"
    _scheme(cast, "RSK.", 5)
    assert _risk(cast, "Fire") == f"RSK.{last + 1:05d}"
    with cast.acting("pmo-manager"):
        assert Risk.objects.get(code=before).title == "Flood"


def test_a_code_that_an_earlier_scheme_gave_is_passed_over(cast: Cast) -> None:
    with cast.acting("pmo-manager"):
        while next_number("risk") < 99:
            pass
        taken = Risk.objects.earliest("number")
        Risk.objects.filter(pk=taken.pk).update(code="R-1100")
    _scheme(cast, "R-1", 2)
    assert _risk(cast, "Flood") == "R-1101"


def test_numbers_are_left_out_and_none_is_given_again(cast: Cast) -> None:
    _risk(cast, "Flood")
    last = _last(cast)
    _scheme(cast, "R-", 3, last + 50)
    assert _risk(cast, "Fire") == f"R-{last + 50:03d}"
    assert _risk(cast, "Storm") == f"R-{last + 51:03d}"
    with pytest.raises(RuleError) as refused:
        _scheme(cast, "R-", 3, last + 51)
    assert [(each.field, each.code) for each in refused.value.problems] == [("next_number", "number_given")]
    assert _risk(cast, "Quake") == f"R-{last + 52:03d}"


def test_the_number_left_free_by_mistake_is_taken_after_all(cast: Cast) -> None:
    last = _last(cast)
    _scheme(cast, "R-", 3, last + 500)
    _scheme(cast, "R-", 3, last + 1)
    assert _risk(cast, "Flood") == f"R-{last + 1:03d}"


@pytest.mark.django_db(transaction=True)
def test_takers_at_the_same_time_get_different_codes(cast: Cast) -> None:
    _scheme(cast, "RSK-", 4)
    start = threading.Barrier(4)

    def take(title: str) -> str:
        try:
            start.wait()
            return _risk(cast, title)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(take, ["Flood", "Fire", "Storm", "Quake"]))
    assert [code for code in codes if not code.startswith("RSK-")] == []
    assert len(set(codes)) == 4


def test_what_the_page_shows_as_next_is_what_the_next_record_gets(cast: Cast) -> None:
    with cast.acting("pmo-manager"):
        number = _last(cast) + 1
        Risk.objects.filter(pk=Risk.objects.earliest("number").pk).update(code=f"R-{number:03d}")
    manager = cast.client("pmo-manager")
    page = manager.get(cast.address(ADDRESS)).content.decode()
    example = re.search(r'id="numbering-risk">Risks</h2>.*?<strong class="pm-code">([^<]+)<', page)
    assert example
    assert example[1] == f"R-{number + 1:03d}"
    assert _risk(cast, "Flood") == example[1]
    assert "採番" in cast.client("pmo-manager", "ja").get(cast.address(ADDRESS)).content.decode()


def test_projects_are_numbered_here_too_and_codes_typed_by_hand_are_passed_over(cast: Cast) -> None:
    with cast.acting("pmo-manager") as actor:
        scheme = scheme_of("project")
        assert not Project.objects.filter(code=scheme.example).exists()
        facts = {"name": "Ferry", "status": "proposed"}
        assert project_create(actor=actor, values=facts).code == scheme.example
    _scheme(cast, "案件-", 5, 700, kind="project")
    with cast.acting("pmo-manager") as actor:
        project_create(actor=actor, values={**facts, "code": "案件-00700"})
        assert project_create(actor=actor, values=facts).code == "案件-00701"


def test_an_example_is_shown_and_nothing_stored(cast: Cast) -> None:
    sent = {"kind": "risk", "version": 1, "prefix": "RK-", "digits": 4, "next_number": _last(cast) + 7, "try": "1"}
    page = cast.client("pmo-manager").post(cast.address(ADDRESS), sent).content.decode()
    assert f'<strong class="pm-code">RK-{_last(cast) + 7:04d}</strong>' in page
    with cast.acting("pmo-manager"):
        assert not Numbering.objects.filter(kind="risk").exists()


def test_a_change_from_the_page_is_taken_back(cast: Cast) -> None:
    manager = cast.client("pmo-manager")
    sent = {"kind": "risk", "version": 1, "prefix": "RK-", "digits": 4, "next_number": _last(cast) + 9}
    page = manager.post(cast.address(ADDRESS), sent, follow=True).content.decode()
    assert f"The next code is RK-{_last(cast) + 9:04d}." in page
    undo = re.search(r'action="([^"]*/acts/[^"]*/undo/)"', page)
    assert undo
    assert "stands as before" in manager.post(unescape(undo[1]), follow=True).content.decode()
    with cast.acting("pmo-manager"):
        stands = numbering_of("risk")
        assert (stands.prefix, stands.digits, stands.starts_at, stands.version) == ("R-", 3, 1, 3)
    assert "undone already" in manager.post(unescape(undo[1]), follow=True).content.decode()


def test_a_stale_save_shows_both_versions_and_stores_none(cast: Cast) -> None:
    _scheme(cast, "RSK-", 3)
    sent = {"kind": "risk", "version": 1, "prefix": "MINE-", "digits": 3, "next_number": _last(cast) + 1}
    answer = cast.client("pmo-manager").post(cast.address(ADDRESS), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "RSK-" in page
    assert "MINE-" in page
    with cast.acting("pmo-manager") as actor:
        assert numbering_of("risk").prefix == "RSK-"
        with pytest.raises(StaleError):
            numbering_revise(actor=actor, kind="risk", version=1, prefix="X-", digits=3)


@pytest.mark.parametrize(
    ("prefix", "digits"), [("I-", 3), ("i-", 3), ("P-26", 3), ("P-2", 3), ("I-1", 3), ("1-", 3), ("R 1", 3), ("R-", 9)]
)
def test_a_prefix_of_another_register_or_a_strange_one_is_refused(cast: Cast, prefix: str, digits: int) -> None:
    with cast.acting("pmo-manager") as actor:
        with pytest.raises(RuleError):
            numbering_revise(actor=actor, kind="risk", version=1, prefix=prefix, digits=digits)
        assert not Numbering.objects.filter(kind="risk").exists()


def test_a_prefix_that_another_register_once_had_stays_its_own(cast: Cast) -> None:
    _scheme(cast, "RSK-", 3)
    for kind, prefix in (("issue", "R-"), ("issue", "RSK-"), ("project", "rsk-1")):
        with pytest.raises(RuleError) as refused:
            _scheme(cast, prefix, 3, kind=kind)
        assert [(each.field, each.code) for each in refused.value.problems] == [("prefix", "prefix_taken")]
    _scheme(cast, "R-", 4)


def test_a_change_that_somebody_changed_again_is_not_taken_back(cast: Cast) -> None:
    _scheme(cast, "RSK-", 3)
    _scheme(cast, "RISK-", 3)
    with cast.acting("pmo-manager") as actor:
        with pytest.raises(StaleError):
            numbering_undo(actor=actor, facts={"kind": "risk", "version": 2})
        assert numbering_of("risk").prefix == "RISK-"


def test_who_may_not_change_settings_neither_sees_nor_changes_the_scheme(cast: Cast) -> None:
    client = cast.client("pm")
    assert client.get(cast.address(ADDRESS)).status_code == 403
    assert client.post(cast.address(ADDRESS), {"kind": "risk", "prefix": "X-", "digits": 3}).status_code == 403
    with cast.acting("pm") as actor, pytest.raises(PermissionDenied):
        numbering_revise(actor=actor, kind="risk", version=1, prefix="X-", digits=3)
    assert cast.client("pmo-manager").post(cast.address(ADDRESS), {"kind": "nothing"}).status_code == 404


def test_a_program_reads_and_changes_the_scheme(cast: Cast) -> None:
    client, base = cast.client("pmo-manager"), f"/api/v1/organizations/{cast.slug}/numbering/"
    rows = {row["kind"]: row for row in client.get(base).json()["items"]}
    risk = rows["risk"]
    assert (risk["prefix"], risk["digits"], risk["version"]) == ("R-", 3, 1)
    assert risk["next_code"] == f"R-{risk['next_number']:03d}"
    first = client.get(f"{base}risk/")
    assert first.json() == risk

    def status(tag: str, **changed: object) -> int:
        address = f"{base}risk/"
        return client.patch(address, changed, content_type="application/json", headers={"If-Match": tag}).status_code

    assert status(first.headers["ETag"], prefix="RK-", digits=4) == 200
    assert _risk(cast, "Flood").startswith("RK-")
    assert status(first.headers["ETag"], digits=5) == 412
    now = client.get(f"{base}risk/").headers["ETag"]
    assert status(now, prefix="A-") == 422
    assert status(now, next_number=1) == 422
    assert status(now, digits=1) == 400
    assert status(now, next_number=900) == 200
    assert _risk(cast, "Fire") == "RK-0900"
    assert client.get(f"{base}nothing/").status_code == 404
    assert cast.client("pm").get(f"{base}risk/").status_code == 403
