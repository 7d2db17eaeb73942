"""What is withdrawn is gone for every request that begins after it, however many are on their way."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from projects.models import ProjectMember
from projects.services.member import member_remove
from tests.accounts.tokens import make_token, program
from tests.api.world import World

AT_ONCE = 8
EACH = 4


def around(ask: Callable[[], Any], withdraw: Callable[[], None]) -> tuple[Counter[int], Counter[int]]:
    """Statuses of requests that began before something was withdrawn, and of those that began after it."""
    before, after, lock = Counter[int](), Counter[int](), threading.Lock()
    gone, asked = threading.Event(), threading.Barrier(AT_ONCE + 1)

    def work() -> None:
        mine = [(False, ask().status_code)]
        asked.wait()
        while sum(late for late, _ in mine) < EACH:
            mine.append((gone.is_set(), ask().status_code))
        with lock:
            for late, status in mine:
                (after if late else before)[status] += 1
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    asked.wait()
    withdraw()
    gone.set()
    for thread in threads:
        thread.join()
    return before, after


@pytest.mark.fault("Z06")
@pytest.mark.parametrize("way", ["session", "token"])
def test_a_role_that_is_withdrawn_opens_nothing_more_to_requests_on_their_way(committed_world: World, way: str) -> None:
    world, path = committed_world, f"projects/{committed_world.project.pk}/"
    key = make_token(world.pm).key

    def ask() -> Any:
        if way == "session":
            return world.caller(world.pm).get(path)
        return program(key).get(f"/api/v1/organizations/{world.organization.slug}/{path}")

    def withdraw() -> None:
        with world.manager.acting() as actor:
            held = ProjectMember.objects.get(person=world.pm.person)
            member_remove(actor=actor, member=held, version=held.version)

    before, after = around(ask, withdraw)
    assert before[200] >= AT_ONCE
    assert set(before) <= {200, 404}
    assert after == {404: AT_ONCE * EACH}
