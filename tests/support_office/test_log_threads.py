"""Risks, issues and actions are talked about where they stand, by who works on their project."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_site.notifications.models import Notice
from support_office.models import Action, Issue, Risk
from support_office.models.log import LogEntry
from tests.projects.cast import Cast

LOGS = [("risk", Risk), ("issue", Issue), ("action", Action)]


def entry_of(cast: Cast, model: type[LogEntry]) -> Any:
    """An entry of the project that the manager of the demo runs."""
    with cast.acting("pmo-manager"):
        return model.objects.filter(project=cast.project()).order_by("number").first()


@pytest.mark.parametrize(("kind", "model"), LOGS)
def test_what_is_said_stands_on_the_entry_alone_and_changes_no_version(
    cast: Cast, kind: str, model: type[LogEntry]
) -> None:
    entry, pm = entry_of(cast, model), cast.client("pm")
    answer = pm.post(cast.address(f"threads/{kind}/{entry.pk}/comments/"), {"text": "相手先に確認した"})
    assert answer.status_code == 302
    assert "相手先に確認した" in pm.get(cast.address(f"{kind}s/{entry.pk}/")).content.decode()
    assert "相手先に確認した" not in pm.get(cast.address(f"projects/{entry.project_id}/comments/")).content.decode()
    with cast.acting("pmo-manager"):
        assert model.objects.get(pk=entry.pk).version == entry.version


@pytest.mark.parametrize(("kind", "model"), LOGS)
def test_the_api_takes_and_lists_what_is_said(cast: Cast, kind: str, model: type[LogEntry]) -> None:
    entry = entry_of(cast, model)
    path = f"/api/v1/organizations/hokuto/threads/{kind}/{entry.pk}/comments/"
    pm = cast.client("pm")
    assert pm.post(path, {"text": "Called them."}, content_type="application/json").status_code == 201
    assert [each["text"] for each in pm.get(path).json()["items"]] == ["Called them."]


@pytest.mark.parametrize(("kind", "model"), LOGS)
@pytest.mark.parametrize("who", ["none", "pm-other"])
def test_who_may_not_see_the_entry_finds_no_thread(cast: Cast, who: str, kind: str, model: type[LogEntry]) -> None:
    entry = entry_of(cast, model)
    client, path = cast.client(who), cast.address(f"threads/{kind}/{entry.pk}/comments/")
    assert client.post(path, {"text": "from outside"}).status_code == 404
    with cast.acting("pmo-manager"):
        assert model.objects.get(pk=entry.pk).thread_id is None


def test_who_is_meant_is_led_to_what_was_said(cast: Cast) -> None:
    risk = entry_of(cast, Risk)
    with cast.acting("pmo-manager") as actor:
        manager = actor.person_id
        assert manager
    path = cast.address(f"threads/risk/{risk.pk}/comments/")
    assert cast.client("pm").post(path, {"text": "Please look.", "mention": [str(manager)]}).status_code == 302
    with cast.acting("pmo-manager"):
        notice = Notice.objects.filter(person_id=manager).latest("id")
    answer = cast.client("pmo-manager").post(cast.address(f"inbox/{notice.pk}/open/"))
    assert answer.headers["Location"].startswith(cast.address(f"threads/risk/{risk.pk}/"))
