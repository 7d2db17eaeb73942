"""A form that arrives twice has one effect, and both senders are led to it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from pmo_site.accounts.models import Department
from pmo_site.resources import sent_once
from pmo_site.tenancy.context import tenant
from tests.api.test_versions import in_parallel
from tests.api.world import BACKEND, World
from tests.resources.office import Office

MASKED = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Sender:
    """A browser that sends the token of the form that it was shown."""

    def __init__(self, world: World) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(world.manager.user, backend=BACKEND)
        self.path = f"/o/{world.organization.slug}/departments/new/"

    def shown(self) -> str:
        found = MASKED.search(self.client.get(self.path).content.decode())
        assert found
        return found[1]

    def send(self, token: str, name: str) -> Any:
        return self.client.post(self.path, {"csrfmiddlewaretoken": token, "version": "1", "name": name})

    def twin(self) -> Client:
        """The same browser on another connection."""
        other = Client(enforce_csrf_checks=True)
        for cookie in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            other.cookies[cookie] = self.client.cookies[cookie].value
        return other


def count(world: World, name: str) -> int:
    with tenant(world.organization.id):
        return Department.objects.filter(name=name).count()


@pytest.mark.fault("C03")
def test_a_form_sent_twice_makes_one_record_and_leads_to_it_twice(office: Office) -> None:
    sender = Sender(office.world)
    token = sender.shown()
    first, second = sender.send(token, "Lighthouse"), sender.send(token, "Lighthouse")
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(office.world, "Lighthouse") == 1
    page = sender.client.get(second.headers["Location"]).content.decode()
    assert "Lighthouse" in page


@pytest.mark.fault("C03")
def test_two_clicks_at_once_make_one_record(committed_world: World) -> None:
    sender = Sender(committed_world)
    token = sender.shown()
    browsers = [sender.twin() for _ in range(4)]
    values = {"csrfmiddlewaretoken": token, "version": "1", "name": "Lighthouse"}
    statuses: Counter[int] = in_parallel(4, lambda number: int(browsers[number].post(sender.path, values).status_code))
    assert statuses == {302: 4}
    assert count(committed_world, "Lighthouse") == 1


@pytest.mark.parametrize("changed", ["token", "name"])
def test_another_form_or_other_words_are_another_act(office: Office, changed: str) -> None:
    sender = Sender(office.world)
    token = sender.shown()
    assert sender.send(token, "Lighthouse").status_code == 302
    again = {"token": (sender.shown(), "Lighthouse"), "name": (token, "Pier")}[changed]
    assert sender.send(*again).status_code == 302
    assert count(office.world, "Lighthouse") + count(office.world, "Pier") == 2


def test_a_refused_form_can_be_sent_again(office: Office) -> None:
    sender = Sender(office.world)
    token = sender.shown()
    assert sender.send(token, "").status_code == 422
    assert sender.send(token, "").status_code == 422
    assert sender.send(token, "Lighthouse").status_code == 302


def test_a_forged_form_learns_nothing_of_what_was_sent(office: Office) -> None:
    sender = Sender(office.world)
    assert sender.send(sender.shown(), "Lighthouse").status_code == 302
    assert sender.send("x" * 64, "Lighthouse").status_code == 403


def test_what_fails_after_the_view_leaves_nothing_of_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_facts: object) -> None:
        raise ValueError

    sender = Sender(office.world)
    token = sender.shown()
    sender.client.raise_request_exception = False
    monkeypatch.setattr(sent_once, "idempotency_store", fail)
    assert sender.send(token, "Lighthouse").status_code == 500
    assert count(office.world, "Lighthouse") == 0
